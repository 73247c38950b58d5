@echo off
rem Runs Thymus from source: builds what changed, then starts the program.
setlocal
set "root=%~dp0"
dotnet build "%root%src\Thymus.Cli\Thymus.Cli.csproj" --configuration Release --nologo --verbosity quiet -p:RunAnalyzers=false 1>&2
if errorlevel 1 exit /b 70
dotnet "%root%artifacts\bin\Thymus.Cli\release\thymus.dll" %*
exit /b %errorlevel%
