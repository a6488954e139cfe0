/** Programs and cmdlets of Windows. */
import { isHidingPlace, lossOf } from '../paths.ts';
import { secretAt } from '../sensitive-paths.ts';
import type { Step } from '../step.ts';

const RUN_KEY =
  /CurrentVersion\\+(?:Run(?:Once|Services)?|Explorer\\+(?:Shell Folders|User Shell Folders)|Policies\\+Explorer\\+Run)|Winlogon|Image File Execution Options|AppInit_DLLs|\\Startup\\|Active Setup/i;

/** What harms a machine that runs Windows. */
export function windows(step: Step): void {
  const { program } = step;
  const { name, args, words } = program;
  const line = args.slice(0, 96).join(' ');
  const destroys = (score: number, reason: string): void => step.report('destructive', score, reason);
  const runs = (score: number, reason: string): void => step.report('download-and-run', score, reason);
  const stays = (score: number, reason: string): void => step.report('persistence', score, reason);
  const frees = (score: number, reason: string): void => step.report('privilege', score, reason);
  switch (name) {
    case 'del':
    case 'erase':
    case 'rd':
    case 'rmdir':
    case 'deltree':
    case 'remove-item':
    case 'ri':
    case 'rm':
      if (name === 'rm' && !/(?:^|\s)-(?:recurse|force|path|literalpath|r\s|fo)/i.test(line)) break;
      for (const word of [...words, ...listed(step)])
        if (!word.text.startsWith('-') && windowsLoss(word.text))
          destroys(0.92, `${name} on what nobody can bring back`);
      if (RUN_KEY.test(line) || /HKLM:\\(?:SYSTEM|SOFTWARE)\b/i.test(line))
        destroys(0.7, 'removes keys of the registry');
      break;
    case 'format':
    case 'format-volume':
    case 'clear-disk':
    case 'initialize-disk':
    case 'remove-partition':
      if (
        /(?:^|\s)[a-z]:|-driveletter|-number|-removedata|-disk/i.test(line) ||
        (step.input !== undefined && name === 'clear-disk')
      )
        destroys(0.94, `${name} on a disk`);
      break;
    case 'diskpart':
      destroys(/clean|delete|format/i.test(step.input.text ?? line) ? 0.93 : 0.5, 'changes disks');
      break;
    case 'vssadmin':
    case 'wbadmin':
      if (/^delete\b/i.test(line) || /resize shadowstorage/i.test(line))
        destroys(0.92, 'removes the copies that would bring files back');
      break;
    case 'wmic':
      if (/shadowcopy.*delete/i.test(line)) destroys(0.92, 'removes the copies that would bring files back');
      else if (/process.*call.*create/i.test(line) && /https?:|powershell|cmd|temp/i.test(line))
        runs(0.82, 'starts a program through WMI');
      else if (/\/format:"?https?:/i.test(line)) runs(0.9, 'runs a style sheet that it fetches');
      break;
    case 'bcdedit':
      if (/recoveryenabled.*no|bootstatuspolicy.*ignore|safeboot|\/delete/i.test(line))
        destroys(0.86, 'keeps the machine from repairing itself');
      break;
    case 'cipher':
      if (/^\/w:/i.test(line)) destroys(0.83, 'makes deleted files unreadable');
      break;
    case 'fsutil':
      if (/usn deletejournal|file setzerodata/i.test(line)) destroys(0.82, 'removes traces of files');
      break;
    case 'takeown':
    case 'icacls':
      if (/\/grant.*everyone.*\bF\b|\/f c:\\(?:windows)?/i.test(line))
        frees(0.81, 'opens system folders to everybody');
      break;
    case 'mshta':
      if (/https?:|vbscript|javascript|\\\\/i.test(line)) runs(0.93, 'mshta runs what it fetches');
      break;
    case 'regsvr32':
      if (/https?:|\\\\\w/i.test(line) || (/\/i/i.test(line) && /scrobj/i.test(line)))
        runs(0.93, 'regsvr32 runs what it fetches');
      else if (isHidingPlace(` ${line}`)) runs(0.7, 'loads a hidden library');
      break;
    case 'rundll32':
      if (/javascript:|vbscript:|https?:|RunHTMLApplication|\\\\\w/i.test(line))
        runs(0.93, 'rundll32 runs a script');
      else if (/comsvcs.*MiniDump/i.test(line))
        step.report('credential-theft', 0.93, 'copies the memory of the process that knows all passwords');
      break;
    case 'cmstp':
    case 'msiexec':
    case 'installutil':
    case 'regasm':
    case 'msbuild':
    case 'cscript':
    case 'wscript':
    case 'odbcconf':
    case 'hh':
    case 'presentationhost':
      if (/https?:|\\\\\w/i.test(line)) runs(0.85, `${name} runs what it fetches`);
      else if (/^(?:cscript|wscript)$/.test(name) && isHidingPlace(` ${line}`))
        runs(0.7, 'runs a hidden script');
      break;
    case 'certutil':
      if (/urlcache|verifyctl/i.test(line) && /https?:|ftp:/i.test(line))
        runs(0.82, 'certutil fetches a file');
      else if (/-decode(?:hex)?\b/i.test(line))
        step.report(
          'hidden',
          /\.(?:exe|dll|bat|cmd|ps1|hta|vbs|scr)\b/i.test(line) ? 0.82 : 0.4,
          'certutil decodes a file',
        );
      break;
    case 'bitsadmin':
      if (/https?:/i.test(line)) runs(0.82, 'bitsadmin fetches a file');
      else if (/setnotifycmdline/i.test(line)) stays(0.85, 'makes the transfer service run a program');
      break;
    case 'reg':
    case 'new-itemproperty':
    case 'set-itemproperty':
    case 'sp':
    case 'new-item':
      registry(step, line);
      break;
    case 'schtasks':
      if (/\/create\b/i.test(line))
        stays(
          /powershell|cmd|https?:|temp|appdata|onlogon|onstart|minute|\\users\\/i.test(line) ? 0.88 : 0.82,
          'adds a task that runs by itself',
        );
      break;
    case 'register-scheduledtask':
    case 'register-scheduledjob':
      stays(0.82, 'adds a task that runs by itself');
      break;
    case 'sc':
    case 'new-service':
      if (name === 'new-service' || /^(?:\\\\\S+ )?create\b/i.test(line) || /^config\b.*binpath/i.test(line))
        stays(/cmd|powershell|temp|users\\|http/i.test(line) ? 0.88 : 0.81, 'adds a service');
      else if (/^(?:stop|delete|config)\b.*(?:windefend|mpssvc|eventlog|sense|wscsvc)/i.test(line))
        frees(0.87, 'stops a guard of the machine');
      break;
    case 'set-wmiinstance':
    case 'register-wmievent':
      stays(0.83, 'makes WMI run something');
      break;
    case 'net':
    case 'net1':
      if (/^user\b.*\/add/i.test(line)) stays(0.85, 'adds an account');
      else if (/^localgroup\b.*(?:administrators|remote desktop).*\/add/i.test(line))
        stays(0.88, 'makes an account an administrator');
      else if (/^stop\b.*(?:windefend|mpssvc|eventlog|wuauserv|vss|sense)/i.test(line))
        frees(0.83, 'stops a guard of the machine');
      break;
    case 'new-localuser':
    case 'add-localgroupmember':
      stays(/admin/i.test(line) ? 0.86 : 0.81, 'adds an account');
      break;
    case 'netsh':
      if (/advfirewall.*state\s+off|firewall set opmode.*disable/i.test(line))
        frees(0.87, 'turns the firewall off');
      else if (/portproxy add/i.test(line)) frees(0.6, 'forwards a port');
      else if (/advfirewall firewall add rule.*allow/i.test(line)) frees(0.4, 'opens the firewall');
      else if (/wlan show profile.*key=clear/i.test(line))
        step.report('credential-theft', 0.7, 'shows the passwords of networks');
      break;
    case 'set-netfirewallprofile':
      if (/enabled\s+\$?false/i.test(line)) frees(0.87, 'turns the firewall off');
      break;
    case 'set-mppreference':
    case 'add-mppreference':
      if (/disable\w+\s+(?:\$?true|1)|exclusion/i.test(line))
        frees(/exclusion/i.test(line) ? 0.83 : 0.9, 'turns the virus scanner off');
      break;
    case 'uninstall-windowsfeature':
    case 'disable-windowsoptionalfeature':
      if (/defender/i.test(line)) frees(0.88, 'turns the virus scanner off');
      break;
    case 'stop-service':
    case 'set-service':
    case 'remove-service':
      if (/windefend|mpssvc|eventlog|\bsense\b|wscsvc|wuauserv|sysmon|vss\b|falcon|sentinel/i.test(line))
        frees(0.87, 'stops a guard of the machine');
      break;
    case 'clear-eventlog':
    case 'remove-eventlog':
      frees(0.86, 'empties the event log');
      break;
    case 'manage-bde':
      if (/-off\b|-protectors\s+-(?:delete|disable)/i.test(line))
        frees(0.82, 'takes the encryption of the disk away');
      break;
    case 'set-executionpolicy':
      frees(/bypass|unrestricted/i.test(line) ? 0.4 : 0.1, 'lets any script run');
      break;
    case 'set-psreadlineoption':
      if (/SaveNothing/i.test(line)) frees(0.7, 'keeps the shell from writing its history');
      break;
    case 'stop-computer':
    case 'restart-computer':
    case 'shutdown':
      step.report('destructive', 0.4, 'turns the machine off');
      break;
    case 'ntdsutil':
    case 'esentutl':
      if (/ntds|ifm|sam\b|\/vss/i.test(line))
        step.report('credential-theft', 0.88, 'copies the account database');
      break;
    case 'cmdkey':
    case 'vaultcmd':
      if (/\/list/i.test(line)) step.report('credential-theft', 0.5, 'lists stored passwords');
      break;
    case 'get-content':
    case 'type':
    case 'copy':
      if (
        words.some(
          (word) =>
            secretAt(word.text) !== undefined &&
            /windows\/system32\/config|ntds/i.test(word.text.replaceAll('\\', '/')),
        )
      )
        step.report('credential-theft', 0.83, 'copies the account database');
      break;
    case 'out-minidump':
    case 'invoke-mimikatz':
      step.report('credential-theft', 0.93, `${name} collects credentials`);
      break;
  }
}

/** What is piped into a cmdlet that removes. */
function listed(step: Step): readonly { readonly text: string }[] {
  return step.input.lists === undefined ? [] : [{ text: step.input.lists }];
}

function windowsLoss(text: string): boolean {
  const path = text.replace(/^"|"$/g, '');
  return (
    /^(?:[a-z]:[\\/]|%|\$env:|~|\$home|\\|\/$|\/\*|c:$)/i.test(path) &&
    !/^\/[a-z]$/i.test(path) &&
    lossOf(path.replace(/([\\/])\*?\.\*$/, '$1*')) !== undefined
  );
}

function registry(step: Step, line: string): void {
  const { name } = step.program;
  if (name === 'reg' && /^(?:save|export)\b.*\b(?:sam|system|security)\b/i.test(line))
    step.report('credential-theft', 0.9, 'copies the account database');
  else if (name === 'reg' && /^delete\b.*HK(?:LM|EY_LOCAL_MACHINE)\\?(?:SYSTEM|SOFTWARE)?\s.*\/f/i.test(line))
    step.report('destructive', 0.85, 'removes keys of the registry');
  else if (name === 'reg' && !/^(?:add|import|load)\b/i.test(line)) return;
  else if (
    /DisableAntiSpyware|DisableRealtimeMonitoring|EnableLUA.*\b0\b|Windows Defender|DisableTaskMgr|UseLogonCredential.*1/i.test(
      line,
    )
  )
    step.report('privilege', 0.87, 'turns a guard of the machine off');
  else if (RUN_KEY.test(line)) step.report('persistence', 0.88, 'makes Windows run a program at start');
}
