@echo off
rem The command line of an installed Shiplock: its program, as Node.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\Shiplock.exe" "%~dp0..\app\electron\cli.js" %*
