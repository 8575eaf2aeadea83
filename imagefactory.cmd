@echo off
rem Runs imagefactory from this checkout; builds it first where that is needed (delete cli\target to build again).
setlocal
set "HOME_DIR=%~dp0"
set "JAR=%HOME_DIR%cli\target\quick\imagefactory.jar"
if not exist "%JAR%" (
  echo building imagefactory ^(once; Maven downloads what it lacks^) ... 1>&2
  call mvn --quiet --batch-mode -Dstyle.color=never --file "%HOME_DIR%pom.xml" package -Dquick --projects cli --also-make 1>&2
  if errorlevel 1 (
    echo error: the build failed; JDK 17 or newer and Maven 3.8 or newer are needed 1>&2
    exit /b 70
  )
)
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xms128m -Xmn64m -XX:MaxTenuringThreshold=1 -XX:MinHeapFreeRatio=70 -XX:MaxHeapFreeRatio=90 -XX:-UsePerfData -Xshare:auto %IMAGEFACTORY_JAVA_OPTIONS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
