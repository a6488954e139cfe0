/** What takes guards away, or steps over them. */
import { programNamed } from '../naming.ts';
import { isHidingPlace } from '../paths.ts';
import type { Step } from '../step.ts';

const GUARDS =
  /^(?:ufw|firewalld|iptables|nftables|apparmor|auditd|selinux|fail2ban|falcon-sensor|crowdstrike|clamav(?:-daemon)?|clamd|rsyslog|syslog|wazuh-agent|osqueryd|falco|sysmon|mdatp|cbagentd|sentinelone|ossec)(?:\.service)?$/;
/** Programs that run others, or write whatever they are asked to. */
const DOORS =
  /^(?:bash|sh|zsh|dash|find|vim?|python[\d.]*|perl|ruby|nmap|less|more|awk|gawk|cp|mv|nano|env|tar|tee|dd|cat|busybox|node|php|lua|gdb|rsync|zip|docker|systemctl|su|xxd|base64|sed|ed|time|taskset|nice|\.\w+|rootsh|rootbash|suid\w*|pwn\w*|backdoor\w*|shell)$/;
const HISTORY = /^(?:HISTFILE|HISTSIZE|HISTFILESIZE|SAVEHIST|HISTCONTROL)$/;

/** What frees itself. */
export function privilege(step: Step): void {
  const { program } = step;
  const { name, args } = program;
  const line = args.slice(0, 64).join(' ');
  const say = (score: number, reason: string): void =>
    step.report('privilege', program.elsewhere ? Math.min(score, 0.5) : score, reason);
  hides(step, say);
  kernel(step, say);
  switch (name) {
    case 'chmod':
    case 'install':
      setuid(step, say);
      break;
    case 'setcap':
      if (
        /cap_(?:setuid|setgid|sys_admin|dac_override|dac_read_search|sys_ptrace|sys_module|chown|fowner)|=ep\b|all[=+]/.test(
          line,
        )
      )
        say(0.84, 'gives a program the rights of root');
      else if (/cap_/.test(line)) say(0.3, 'gives a program more rights');
      break;
    case 'setenforce':
      if (/^(?:0|permissive)$/i.test(args[0] ?? '')) say(0.85, 'turns SELinux off');
      break;
    case 'aa-teardown':
    case 'aa-disable':
    case 'apparmor_parser':
      if (name !== 'apparmor_parser' || /(?:^|\s)-R/.test(line)) say(0.82, 'turns AppArmor off');
      break;
    case 'iptables':
    case 'ip6tables':
      if (/^(?:-t \w+ )?(?:-F|--flush|-X)(?:\s|$)/.test(line))
        say(args.length <= 1 ? 0.83 : /-t /.test(line) ? 0.5 : 0.6, 'empties the firewall');
      else if (/-P (?:INPUT|FORWARD) ACCEPT/.test(line)) say(0.81, 'opens the firewall');
      break;
    case 'nft':
      if (/^flush ruleset/.test(line)) say(0.83, 'empties the firewall');
      break;
    case 'ufw':
      if (/(?:^|\s)(?:disable|reset)\b/.test(line)) say(0.84, 'turns the firewall off');
      break;
    case 'pfctl':
      if (/(?:^|\s)-\w*d/.test(line)) say(0.83, 'turns the firewall off');
      break;
    case 'systemctl':
    case 'service':
    case 'rc-service':
      if (/(?:^|\s)(?:stop|disable|mask|kill)\b/.test(line) && args.some((arg) => GUARDS.test(arg)))
        say(0.83, 'stops a guard of the machine');
      break;
    case 'pkill':
    case 'killall':
    case 'pgrep':
    case 'pidof':
      if (
        args.some((arg) =>
          /\b(?:auditd|falcon|crowdstrike|osqueryd|clamd|fail2ban|falco|wazuh|ossec|sysmon|rsyslogd|syslogd|sentinel|mdatp)/.test(
            arg,
          ),
        )
      )
        say(/^p(?:grep|idof)$/.test(name) ? 0.6 : 0.83, 'stops a guard of the machine');
      break;
    case 'journalctl':
      if (/--vacuum-(?:time=\d{1,2}s|size=\d{1,3}[kK]?\b|files=1\b)/.test(line))
        say(0.81, 'empties the journal');
      break;
    case 'touch':
      if (/(?:^|\s)-\w*[rtd]|--reference|--date/.test(line) && isHidingPlace(` ${line}`))
        say(0.6, 'gives a hidden file another time');
      break;
    case 'chattr':
      if (
        /[+-]\w*[ia]/.test(line) &&
        (isHidingPlace(` ${line}`) || /\s\/(?:etc|bin|usr|var\/log)\//.test(line))
      )
        say(/resolv\.conf/.test(line) ? 0.3 : 0.6, 'locks or unlocks a file against everybody');
      break;
    case 'auditctl':
      if (/-e ?0|(?:^|\s)-D/.test(line)) say(0.84, 'turns auditing off');
      break;
    case 'spctl':
      if (/--master-disable|--global-disable/.test(line)) say(0.85, 'turns Gatekeeper off');
      break;
    case 'csrutil':
      if (/disable/.test(line)) say(0.85, 'turns the protection of the system off');
      break;
    case 'xattr':
      if (/com\.apple\.quarantine/.test(line)) say(0.55, 'takes the mark of quarantine away');
      break;
    case 'tccutil':
      say(0.5, 'resets who may see what');
      break;
    case 'nsenter':
      if (/(?:-t|--target)[ =]?1\b/.test(line)) say(0.88, 'steps out of its container');
      break;
    case 'docker':
    case 'podman':
    case 'nerdctl':
      container(line, say);
      break;
    case 'kubectl':
      if (/hostPID["\\]*:\s?true|"privileged["\\]*:\s?true/.test(line))
        say(0.86, 'starts a container with the rights of the machine');
      else if (/\b(?:patch|edit|replace)\s.{0,20}clusterrole/.test(line))
        say(0.6, 'changes who rules the cluster');
      else if (/create clusterrolebinding.*cluster-admin/.test(line))
        say(0.83, 'makes somebody master of the cluster');
      break;
    case 'insmod':
      say(isOwn(args[0] ?? '') ? 0.83 : 0.6, 'loads a module into the kernel');
      break;
    case 'modprobe':
    case 'rmmod':
      break;
    case 'unshare':
      if (/-\w*r|--map-root-user/.test(line)) say(0.3, 'makes a namespace of its own');
      break;
    case 'capsh':
      if (/--gid=0|--uid=0|--inh=cap/.test(line)) say(0.6, 'starts a shell with other rights');
      break;
    case 'launchctl':
      if (
        /^(?:unload|bootout|remove|disable|kill)\b.*(?:falcon|crowdstrike|sentinel|jamf|carbonblack|osquery|santa|mdatp|defender)/i.test(
          line,
        )
      )
        say(0.83, 'stops a guard of the machine');
      break;
    case 'sed':
      if (
        /-i|--in-place/.test(line) &&
        /\/var\/log\/|\/var\/run\/utmp|_history\b/.test(line) &&
        /\/d\b|s[/|#]/.test(line)
      )
        say(0.82, 'takes lines out of a log');
      if (
        /SELINUX=|PermitRootLogin|PasswordAuthentication|NOPASSWD/.test(line) &&
        /disabled|permissive|yes|NOPASSWD/.test(line) &&
        /-i|--in-place/.test(line)
      )
        say(0.81, 'weakens how people log in or what guards the machine');
      break;
    case 'sysctl':
      if (
        /randomize_va_space=0|yama\.ptrace_scope=0|kptr_restrict=0|unprivileged_bpf_disabled=0|core_pattern=\|/.test(
          line,
        )
      )
        say(0.8, 'turns a protection of the kernel off');
      break;
    case 'mount':
      if (/release_agent|-t cgroup\b.*rdma|\/dev\/(?:sd[a-z]|nvme|vda)\S* \/mnt|remount,rw \//.test(line))
        say(
          /release_agent|rdma/.test(line) ? 0.85 : /\/dev\//.test(line) ? 0.5 : 0.25,
          'mounts what belongs to the machine',
        );
      break;
    case 'curl':
      if (/docker\.sock/.test(line) && /containers\/create|\/exec|\/start|-X POST|-d /.test(line))
        say(0.84, 'asks the daemon that starts containers');
      break;
    case 'gdb':
      if (/call\s.{0,40}system|-p\s?1\b/.test(line)) say(0.8, 'runs code in another process');
      break;
    case 'wevtutil':
      if (/^(?:cl|clear-log)\b/.test(line)) say(0.87, 'empties the event log');
      break;
  }
}

function isOwn(path: string): boolean {
  return /^(?:\.|\/tmp|\/dev\/shm|\/var\/tmp|~|\/home)/.test(path);
}

function setuid(step: Step, say: (score: number, reason: string) => void): void {
  const { name, args } = step.program;
  const symbolic = args.some(
    (arg) =>
      /^(?:u|a|ug|g|)?[ugo]{0,3}\+[rwxX]{0,3}s/.test(arg) && /^[uga]{0,3}\+/.test(arg) && !/^g\+/.test(arg),
  );
  const octal =
    args.some((arg, k) => /^0?[4-7][0-7]{3}$/.test(arg) && (name === 'chmod' || args[k - 1] === '-m')) ||
    args.some(
      (arg) => /^(?:-m|--mode=)0?[4-7][0-7]{3}$/.test(arg) || (name === 'install' && /^u[+=]\S*s/.test(arg)),
    );
  if (!symbolic && !octal) return;
  const files = args.filter((arg) => !/^[-+]|^[ugoa]{0,3}[+=]|^0?[0-7]{3,5}$/.test(arg));
  for (const file of files.slice(-8)) {
    const base = file.slice(file.lastIndexOf('/') + 1);
    const opened = `lets everybody run ${programNamed(base)} as its owner`;
    if (DOORS.test(base) || /^(?:\/tmp|\/dev\/shm|\/var\/tmp|\/home)\//.test(file) || /\/\.\w/.test(file))
      say(0.9, opened);
    else if (file.endsWith('/') || /^\/(?:var|srv|opt)\b/.test(file) || /\$/.test(file))
      say(0.4, 'sets the bit of the owner');
    else say(/^\/usr\/(?:s?bin|lib\w*|libexec)\//.test(file) ? 0.6 : 0.81, opened);
  }
}

function container(line: string, say: (score: number, reason: string) => void): void {
  if (!/(?:^|\s)(?:run|create|exec)\s/.test(line)) return;
  const host =
    /(?:-v|--volume)[ =]?"?\/(?:etc|root|home)?\/?:\/?\S|source=\/,|src=\/,|type=bind,\S*(?:source|src)=\/(?:,|$)/.test(
      line,
    );
  const privileged = /--privileged(?!=false)/.test(line);
  const pid =
    /--pid[ =]host|--cap-add[ =](?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE)|--security-opt[ =](?:apparmor|seccomp)[=:]unconfined|--userns[ =]host|--device[ =]\/dev\/(?:sd|nvme|mem|kmem)/.test(
      line,
    );
  if (host) say(0.92, 'gives a container the files of the machine');
  else if (privileged && pid) say(0.9, 'starts a container with the rights of the machine');
  else if (privileged)
    say(
      /\b(?:chroot|nsenter|mount|fdisk)\b/.test(line) ? 0.9 : 0.6,
      'starts a container with the rights of the machine',
    );
  else if (/--pid[ =]host/.test(line) && /nsenter|chroot/.test(line)) say(0.88, 'steps out of a container');
  else if (pid) say(0.5, 'starts a container with more rights');
  else if (/docker\.sock/.test(line)) say(0.5, 'lets a container start containers');
}

function hides(step: Step, say: (score: number, reason: string) => void): void {
  const { name, args, assigned, redirects } = step.program;
  if (name === 'history' && args.some((arg) => /^-[a-z]*c/.test(arg)))
    say(0.82, 'clears the history of the shell');
  else if (name === 'unset' && args.some((arg) => HISTORY.test(arg)))
    say(0.81, 'keeps the shell from writing its history');
  else if (name === 'set' && args.includes('+o') && args.includes('history'))
    say(0.81, 'keeps the shell from writing its history');
  else if (name === 'shopt' && args.includes('-u') && args.includes('histappend'))
    say(0.3, 'changes how history is written');
  const all = [
    ...assigned,
    ...(/^(?:export|declare|set)$/.test(name)
      ? args.map((arg) => [arg.split('=')[0]!, arg.slice(arg.indexOf('=') + 1)] as const)
      : []),
  ];
  for (const [key, value] of all)
    if (
      (key === 'HISTFILE' && /^(?:\/dev\/null)?$/.test(value)) ||
      (/SIZE$/.test(key) && HISTORY.test(key) && value === '0')
    )
      say(0.81, 'keeps the shell from writing its history');
  for (const { kind, target, append } of redirects) {
    if (kind !== 'out' || append) continue;
    if (/\.(?:bash|zsh|sh|python|mysql)_history$/.test(target.text))
      say(0.83, 'empties the history of the shell');
    else if (
      /^\/var\/(?:log\/(?:auth\.log|secure|wtmp|btmp|lastlog|syslog|messages|audit\/audit\.log)|run\/utmp)$/.test(
        target.text,
      )
    )
      say(0.83, 'empties a log that shows who was there');
  }
}

function kernel(step: Step, say: (score: number, reason: string) => void): void {
  const { name, args, redirects } = step.program;
  const targets = redirects.filter(({ kind }) => kind === 'out').map(({ target }) => target.text);
  if (name === 'tee') targets.push(...args);
  for (const target of targets) {
    if (
      /release_agent$|\/core_pattern$|\/proc\/sys\/kernel\/modprobe$|\/binfmt_misc\/register$|\/uevent_helper$/.test(
        target,
      )
    )
      say(0.88, 'makes the kernel run a program');
    else if (/randomize_va_space$|ptrace_scope$|kptr_restrict$|selinux\/enforce$/.test(target))
      say(0.82, 'turns a protection of the kernel off');
  }
}
