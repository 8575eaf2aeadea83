    'graph' = @('--artifact-catalogue', '--cache', '--config', '--format', '--help', '--image-name-pointer', '--ledger', '--no-cache', '--output', '--templates', '--variables')
    'graph --artifact-catalogue' = @()
    'graph --cache' = @()
    'graph --config' = @()
    'graph --format' = @('mermaid', 'dot', 'json')
    'graph --image-name-pointer' = @()
    'graph --ledger' = @()
    'graph --output' = @('text', 'json')
    'graph --templates' = @()
    'graph --variables' = @()
  $words = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1 |
    ForEach-Object { $_.ToString() })
  $command = @($words | Where-Object { $_ -notlike '-*' })[0]
  $asked = "$command $($words[-1])"
  if ($words.Count -gt 1 -and $values.ContainsKey($asked)) { $found = $values[$asked] }
  elseif ($wordToComplete -like '-*') { $found = $options["$command"] }
  else { $found = $values["$command"] }
  # Where nothing is found, PowerShell completes paths.
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
