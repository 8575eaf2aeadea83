@echo off
rem Runs imagefactory; Java 17 or newer is needed.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xms128m -Xmn64m -XX:MaxTenuringThreshold=1 -XX:MinHeapFreeRatio=70 -XX:MaxHeapFreeRatio=90 -XX:-UsePerfData -Xshare:auto %IMAGEFACTORY_JAVA_OPTIONS% -jar "%~dp0..\imagefactory.jar" %*
exit /b %ERRORLEVEL%
