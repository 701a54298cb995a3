@echo off
rem 在 Windows 10/11（64 位，装好 Python 3.11 和 NSIS 3）上造安装程序：installers\windows\build.cmd
setlocal
cd /d "%~dp0\..\.."
py -3.11 -m venv build\venv || exit /b 1
build\venv\Scripts\python -m pip install -q --require-hashes --only-binary :all: -r installers\windows\desk.txt || exit /b 1
build\venv\Scripts\python installers\source\fonts.py || exit /b 1
build\venv\Scripts\python installers\bundle\fonts.py build\fonts || exit /b 1
build\venv\Scripts\python installers\bundle\icons.py build\icons || exit /b 1
copy /y build\icons\yigongti.ico build\yigongti.ico >nul
set YIGONGTI_BUNDLE=desk
build\venv\Scripts\python -m PyInstaller --noconfirm --distpath build\dist --workpath build\work installers\bundle\yigongti.spec || exit /b 1
for /f "delims=" %%v in ('build\venv\Scripts\python -c "from yigongti_desktop.kernel.version import VERSION; print(VERSION)"') do set VERSION=%%v
for /f "delims=" %%c in ('git rev-parse --short^=12 HEAD') do set COMMIT=%%c
rem YIGONGTI_PUBLISHER: whose update files the installed program takes (installers\publish\update.py)
if defined YIGONGTI_PUBLISHER echo keys = ["%YIGONGTI_PUBLISHER%"]>build\dist\yigongti\_internal\resources\publishers.toml
build\venv\Scripts\python installers\bundle\collect.py build\dist\yigongti %COMMIT% || exit /b 1
if not exist build\packages mkdir build\packages || exit /b 1
makensis /INPUTCHARSET UTF8 /DVERSION=%VERSION% /DPAYLOAD=%CD%\build\dist\yigongti /DICON=%CD%\build\yigongti.ico /DOUT=%CD%\build\packages\yigongti-%VERSION%-setup.exe installers\windows\installer.nsi
