@echo off
rem Runs Thymus from source: builds what changed, then starts the program, or a copy of it that was compiled ahead of time and starts faster.
setlocal
set "root=%~dp0"
set "built=%root%artifacts\bin\Thymus.Cli\release"
set "images=%root%artifacts\images\thymus"
dotnet build "%root%src\Thymus.Cli\Thymus.Cli.csproj" --configuration Release --nologo --verbosity quiet -p:RunAnalyzers=false 1>&2
if errorlevel 1 exit /b 70
xcopy "%built%\*.dll" "%images%\" /d /l /y 2>nul | findstr /i /l ".dll" >nul
if not errorlevel 1 call :images
set "program=%images%\thymus.dll"
if not exist "%program%" set "program=%built%\thymus.dll"
dotnet "%program%" %*
exit /b %errorlevel%

rem Makes the copy, when something that was built is newer than it. Where it cannot be compiled it is a plain copy, so that the next start does not try again.
:images
if exist "%images%" rmdir /s /q "%images%"
dotnet msbuild "%root%eng\Images" -restore -target:Images -nologo -verbosity:quiet "-p:From=%built%/" "-p:To=%images%/" >nul 2>nul
if not errorlevel 1 exit /b 0
if exist "%images%" rmdir /s /q "%images%"
xcopy "%built%" "%images%\" /e /i /q /y >nul
exit /b 0
