; 医共体工作台 Windows 安装程序（NSIS 3，Unicode）。
;   makensis -DVERSION=0.1.0 -DPAYLOAD=<PyInstaller 的 dist\yigongti> -DOUT=<安装程序.exe> installer.nsi
;
; 开关：/S 静默；/AllUsers 本机所有人（要管理员），/CurrentUser 只给自己；/D=目录（放最后）
;   /UPDATE 由程序自己升级时用：等程序关掉（最多两分钟），装好再打开它；做了什么记在 %TEMP%\yigongti-setup.log
; 退出码：0 装好；5 程序开着，没有动它
; 卸载：/S 静默，数据留着；/S /DELETEDATA 连数据一起删
Unicode true
SetCompressor /SOLID lzma
!define PRODUCT "医共体工作台"
!define ID "yigongti-desktop"
!define DATA "$LOCALAPPDATA\yigongti-desktop"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "${ID}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallMode"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!ifdef WIN64
!define MULTIUSER_USE_PROGRAMFILES64
!endif
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

Name "${PRODUCT} ${VERSION}"
OutFile "${OUT}"
BrandingText "${PRODUCT} ${VERSION}"
ShowInstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "${PRODUCT}"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=2052 FileDescription "${PRODUCT}安装程序"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 LegalCopyright "${PRODUCT}"
!ifdef ICON
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\yigongti-desk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开${PRODUCT}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var Parameters
Var Held
Var Waits
; Half seconds that /UPDATE waits for the program that began it to end: two minutes.
!ifndef WAITS
!define WAITS 240
!endif

!macro TELL words
  ; What a silent setup did is read in $TEMP\yigongti-setup.log.
  DetailPrint "${words}"
  ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
  FileOpen $9 "$TEMP\yigongti-setup.log" a
  FileSeek $9 0 END
  FileWriteUTF16LE /BOM $9 "$2-$1-$0 $4:$5:$6 ${VERSION} ${words}$\r$\n"
  FileClose $9
!macroend

!macro LOOK file
  ; A program that runs holds its file.
  ${If} ${FileExists} "$INSTDIR\${file}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${file}" a
    ${If} ${Errors}
      StrCpy $Held "${file}"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

!macro NEED_CLOSED un
  ; Neither upgrade nor uninstall may leave half of a program that runs.
  StrCpy $Waits 0
  ${GetParameters} $Parameters
  ClearErrors
  ${GetOptions} $Parameters "/UPDATE" $0
  ${IfNot} ${Errors}
    StrCpy $Waits ${WAITS}
  ${EndIf}
  ${Do}
    StrCpy $Held ""
    !insertmacro LOOK "yigongti.exe"
    !insertmacro LOOK "yigongti-desk.exe"
    ${If} $Held == ""
      ${ExitDo}
    ${EndIf}
    ${If} $Waits = 0
      !insertmacro TELL "$Held 还开着，没有${un}。"
      ${IfNot} ${Silent}
        MessageBox MB_ICONEXCLAMATION|MB_OK "${PRODUCT}正开着。请先关掉它，再${un}。"
      ${EndIf}
      SetErrorLevel 5
      Abort
    ${EndIf}
    ${If} $Waits = ${WAITS}
      !insertmacro TELL "等 $Held 关掉。"
    ${EndIf}
    IntOp $Waits $Waits - 1
    Sleep 500
  ${Loop}
!macroend

Function .onInit
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section "程序"
  !insertmacro NEED_CLOSED "安装"
  ; In place: what the version before had goes, people's data lies elsewhere.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\solver"
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\${PRODUCT}"
  CreateShortCut "$SMPROGRAMS\${PRODUCT}\${PRODUCT}.lnk" "$INSTDIR\yigongti-desk.exe"
  CreateShortCut "$SMPROGRAMS\${PRODUCT}\卸载${PRODUCT}.lnk" "$INSTDIR\uninstall.exe"
  CreateShortCut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\yigongti-desk.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${PRODUCT}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\yigongti-desk.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${PRODUCT}"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallMode" "$MultiUser.InstallMode"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" "$0"
  !insertmacro TELL "装好了。"
  ${GetParameters} $Parameters
  ClearErrors
  ${GetOptions} $Parameters "/UPDATE" $0
  ${IfNot} ${Errors}
    Exec '"$INSTDIR\yigongti-desk.exe"'
  ${EndIf}
SectionEnd

Section "Uninstall"
  !insertmacro NEED_CLOSED "卸载"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\solver"
  Delete "$INSTDIR\yigongti.exe"
  Delete "$INSTDIR\yigongti-desk.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$DESKTOP\${PRODUCT}.lnk"
  RMDir /r "$SMPROGRAMS\${PRODUCT}"
  DeleteRegKey SHCTX "${UNINSTALL}"
  ; Data are each person's own, also where the program was everybody's: only those of who uninstalls are spoken of.
  SetShellVarContext current
  ${GetParameters} $Parameters
  ClearErrors
  ${GetOptions} $Parameters "/DELETEDATA" $0
  ${If} ${Errors}
    ; Kept unless told otherwise: always when silent, and by default when asked.
    ${If} ${Silent}
      Goto kept
    ${EndIf}
    ${IfNot} ${FileExists} "${DATA}\*.*"
      Goto kept
    ${EndIf}
    MessageBox MB_ICONQUESTION|MB_YESNO|MB_DEFBUTTON2 "本机的数据还在 ${DATA}。$\r$\n要连数据一起删掉吗？没有上传的内容会永远丢失。" IDNO kept
    MessageBox MB_ICONEXCLAMATION|MB_YESNO|MB_DEFBUTTON2 "再确认一次：删掉本机全部数据？" IDNO kept
  ${EndIf}
  RMDir /r "${DATA}"
  kept:
SectionEnd
