@echo off
rem Starts the provider with the Node.js that is on PATH.
where /q node
if errorlevel 1 (
  echo The provider model-connections requires Node.js 22.12 or later, and there is no node on PATH.>&2
  exit /b 1
)
node "%~dp0start.cjs" %*
