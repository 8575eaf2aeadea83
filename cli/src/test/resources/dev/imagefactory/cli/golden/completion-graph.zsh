    graph)
      _arguments \
        '*--artifact-catalogue[Folder of JSON Schemas, NAME.schema.json, by which the parameters of artifacts are checked]:folder:_files -/' \
        '*--cache[Folder that keeps what definitions were rendered to, so that the next call is faster]:folder:_files -/' \
        '*--config[Configuration file]:file:_files' \
        '*--format[mermaid, dot or json]:value:(mermaid dot json)' \
        '*--help[Print this]' \
        '*--image-name-pointer[JSON pointer to the images name in a definition]:value: ' \
        '*--ledger[The build ledger]:file:_files' \
        '*--no-cache[Render every definition anew, and keep nothing]' \
        '*--output[How the result is printed]:value:(text json)' \
        '*--templates[Folder of the image definitions]:folder:_files -/' \
        '*--variables[File of variables]:file:_files'
      ;;
