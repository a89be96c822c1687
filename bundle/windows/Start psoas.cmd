@start "psoas coach" /min "%~dp0python\python.exe" -I -m psoas coach
