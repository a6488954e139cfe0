/** What makes a machine run something again, or lets somebody in again. */
import { isHidingPlace } from '../paths.ts';
import { SHELLS } from '../programs.ts';
import type { Step } from '../step.ts';

interface Spot {
  readonly path: RegExp;
  readonly what: string;
  /** When nothing else is known, and when what is written there hides or connects. */
  readonly plain: number;
  readonly suspicious: number;
}

const HOME = '(?:~[\\w.-]{0,32}|\\$\\{?HOME\\}?|/root|/(?:home|Users)/[^/]{1,64}|\\$\\{?\\w{1,20}\\}?)';
/** Files that are run at a time that somebody else chooses. */
const SPOTS: readonly Spot[] = [
  { path: /authorized_keys2?$/, what: 'the keys that may log in', plain: 0.85, suspicious: 0.9 },
  {
    path: /^\/etc\/cron(?:\.\w+\/|tab$)|^\/var\/spool\/(?:cron|at)\b|^\/etc\/anacrontab$/,
    what: 'the table of cron',
    plain: 0.82,
    suspicious: 0.93,
  },
  { path: /^\/etc\/ld\.so\.preload$/, what: 'libraries for every program', plain: 0.93, suspicious: 0.95 },
  { path: /^\/etc\/ld\.so\.conf/, what: 'where libraries are looked for', plain: 0.3, suspicious: 0.85 },
  { path: /^\/etc\/(?:hosts|resolv\.conf)$/, what: 'where names lead', plain: 0.3, suspicious: 0.6 },
  { path: /^\/etc\/sudoers(?:$|\.d\/)/, what: 'who may be root', plain: 0.85, suspicious: 0.9 },
  {
    path: /^\/etc\/(?:passwd|shadow|group|gshadow)$/,
    what: 'the accounts of the machine',
    plain: 0.85,
    suspicious: 0.92,
  },
  { path: /^\/etc\/pam\.d\/|\/pam_\w+\.so$/, what: 'how people log in', plain: 0.82, suspicious: 0.9 },
  {
    path: /^\/etc\/(?:rc\.local|rc\d?\.d\/|inittab)|^\/etc\/init\.d\/\.?\w/,
    what: 'what runs at start',
    plain: 0.8,
    suspicious: 0.9,
  },
  {
    path: /^\/etc\/update-motd\.d\/|^\/etc\/profile$|^\/etc\/bash\.bashrc$|^\/etc\/zsh/,
    what: 'what runs for everybody who logs in',
    plain: 0.6,
    suspicious: 0.9,
  },
  { path: /^\/etc\/profile\.d\//, what: 'what runs for everybody who logs in', plain: 0.4, suspicious: 0.9 },
  {
    path: new RegExp(
      `^(?:/etc|/usr/lib|/lib|/run|${HOME}/\\.config|${HOME}/\\.local/share)/systemd/(?:system|user)/.{1,128}\\.(?:service|timer|path|socket)$`,
    ),
    what: 'a unit of systemd',
    plain: 0.6,
    suspicious: 0.9,
  },
  {
    path: /\/Library\/Launch(?:Agents|Daemons)\/|\/StartupItems\//,
    what: 'an agent of launchd',
    plain: 0.75,
    suspicious: 0.92,
  },
  {
    path: /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin|kshrc|cshrc|tcshrc|xinitrc|xprofile|xsession|inputrc)$|\/fish\/config\.fish$/,
    what: 'what every shell runs at start',
    plain: 0.2,
    suspicious: 0.9,
  },
  {
    path: /\/\.config\/autostart\/|^\/etc\/xdg\/autostart\//,
    what: 'what starts with the desktop',
    plain: 0.7,
    suspicious: 0.9,
  },
  {
    path: /^\/(?:etc|lib|usr\/lib)\/udev\/rules\.d\//,
    what: 'what runs when a device appears',
    plain: 0.5,
    suspicious: 0.88,
  },
  {
    path: /(?:^|\/)\.git\/hooks\/|\/\.ssh\/rc$|^\/etc\/ssh\/sshrc$/,
    what: 'a hook',
    plain: 0.4,
    suspicious: 0.88,
  },
  {
    path: /^\/etc\/(?:apt\/apt\.conf\.d|NetworkManager\/dispatcher\.d|logrotate\.d|modules-load\.d|network\/if-up\.d|ppp\/ip-up\.d|dhcp\/dhclient-exit-hooks\.d)\//,
    what: 'a hook of the system',
    plain: 0.3,
    suspicious: 0.88,
  },
  {
    path: /\/(?:vimrc|\.vimrc|\.emacs|sitecustomize\.py|usercustomize\.py|\.pythonrc\.py|\w[\w-]*\.pth)$/,
    what: 'what an editor or interpreter runs at start',
    plain: 0.1,
    suspicious: 0.85,
  },
];
/** Libraries that people preload to measure or to cheat the clock. */
const USUAL_LIBRARIES =
  /jemalloc|tcmalloc|mimalloc|libasan|libtsan|libubsan|fakeroot|faketime|libgomp|libnss_wrapper|libeatmydata|stderred|libgcc|libSegFault|nss_wrapper|proxychains|torsocks|libhugetlbfs|gtk3-nocsd|libc\.so|vtune|nvidia|\/steam|gperftools/i;
const HIDES =
  /\/dev\/(?:tcp|udp)\/|\b(?:curl|wget|nc|ncat|socat|base64|mkfifo|eval|python3? -c|perl -e|bash -i|powershell)\b|LD_PRELOAD/;

/** What stays. */
export function persistence(step: Step): void {
  writes(step);
  const { name, args } = step.program;
  const line = args.slice(0, 64).join(' ');
  preload(step);
  switch (name) {
    case 'crontab':
      crontab(step);
      break;
    case 'useradd':
    case 'adduser':
      if (/(?:-o\b.*-u ?0\b|-u ?0\b.*-o|--uid[ =]0\b|-ou ?0\b|-u ?0\b)/.test(line))
        step.report('persistence', 0.93, 'adds another root');
      else if (
        /(?:-G|-aG|--groups|-g|--ingroup)[ =]?\S*\b(?:sudo|wheel|root|admin|adm|docker)\b|\s(?:sudo|wheel)$/.test(
          line,
        )
      )
        step.report('persistence', 0.83, 'adds an account with the rights of root');
      else if (!/(?:-r\b|--system|nologin|\/bin\/false)/.test(line) && args.length > 0)
        step.report('persistence', 0.5, 'adds an account');
      break;
    case 'usermod':
    case 'gpasswd':
      if (/(?:-u ?0\b|-o\b.*-u ?0)/.test(line)) step.report('persistence', 0.92, 'makes an account root');
      else if (/\b(?:sudo|wheel|root|admin)\b/.test(line) && /-\w*[aGM]/.test(line))
        step.report('persistence', 0.82, 'gives an account the rights of root');
      else if (/\bdocker\b/.test(line)) step.report('persistence', 0.3, 'lets an account start containers');
      break;
    case 'chpasswd':
    case 'passwd':
      if (/^root:|\nroot:/.test(step.input.text ?? '') || /(?:-d|--delete|-u|--stdin) root/.test(line))
        step.report('persistence', 0.82, 'changes the password of root');
      break;
    case 'systemctl':
      if (/(?:^|\s)(?:enable|link|start|reenable)\b/.test(line) && isHidingPlace(` ${line}`))
        step.report('persistence', 0.88, 'makes systemd run a hidden unit');
      else if (
        /(?:^|\s)enable\b/.test(line) &&
        args.some(
          (arg) =>
            step.fileAt(`/etc/systemd/system/${arg.replace(/\.service$/, '')}.service`).text !== undefined,
        )
      )
        step.report('persistence', 0.75, 'enables a unit that it wrote');
      break;
    case 'systemd-run':
      if (/--on-|--timer/.test(line))
        step.report('persistence', 0.7, 'makes systemd run a command again and again');
      break;
    case 'launchctl':
      if (/^(?:load|bootstrap|submit|enable)\b/.test(line))
        step.report(
          'persistence',
          /LaunchAgents|LaunchDaemons/.test(line) ? 0.82 : 0.7,
          'makes launchd run something',
        );
      break;
    case 'update-rc.d':
    case 'chkconfig':
    case 'rc-update':
      step.report('persistence', 0.3, 'runs a service at start');
      break;
    case 'osascript':
      if (/login item/i.test(line)) step.report('persistence', 0.83, 'adds a login item');
      break;
    case 'defaults':
      if (/write.*(?:loginwindow.*LoginHook|LoginItems)/i.test(line))
        step.report('persistence', 0.85, 'adds a login hook');
      break;
    case 'git':
      if (
        /config.*(?:core\.(?:hooksPath|sshCommand|fsmonitor|pager|editor)|alias\.\S+\s"?!)/i.test(line) &&
        (HIDES.test(line) || isHidingPlace(` ${line}`))
      )
        step.report('persistence', 0.83, 'makes git run a command');
      break;
    case 'ssh-copy-id':
      step.report('persistence', 0.4, 'lets a key in on another machine');
      break;
  }
}

function writes(step: Step): void {
  const { program, input } = step;
  const targets = program.redirects.filter(({ kind }) => kind === 'out').map(({ target }) => target.text);
  const places = program.args.filter((arg) => !arg.startsWith('-'));
  const { name } = program;
  if (name === 'tee' || name === 'sponge') targets.push(...places);
  else if (/^(?:cp|mv|install|ln|rsync|scp)$/.test(name) && places.length >= 2) targets.push(places.at(-1)!);
  else if (/^(?:sed|perl)$/.test(name) && program.args.some((arg) => /^-\w*i|^--in-place/.test(arg)))
    targets.push(...places.slice(1));
  else if (/^(?:curl|wget|dd)$/.test(name))
    targets.push(...program.args.map((arg) => arg.replace(/^of=/, '')));
  for (const target of targets) {
    for (const spot of SPOTS) {
      if (!spot.path.test(target)) continue;
      // What comes from elsewhere may be anything.
      const content = [
        program.args.join(' '),
        input.text ?? '',
        step.marked(program.args.join(' ')).text ?? '',
      ].join('\n');
      const foreign =
        input.remote !== undefined || step.given.remote !== undefined || /^(?:curl|wget)$/.test(name);
      const copied = /^(?:cp|mv|install|ln|rsync|scp)$/.test(name);
      // What is there already is moved, kept or its owner changed.
      const elsewhere = /\$\{?(?:D|DESTDIR|pkgdir|ROOT|root|prefix|RPM_BUILD_ROOT|TARGET\w*)\}?\//.test(
        target,
      );
      if (elsewhere) continue;
      // People start their tools with `eval "$(tool init)"` there.
      const shown = spot.what.includes('shell') ? content.replaceAll('eval', '') : content;
      const suspicious =
        foreign || HIDES.test(shown) || isHidingPlace(content) || inner(step, spot, content) >= 0.8;
      // A public key is copied by whoever sets a machine up.
      const score = suspicious
        ? spot.suspicious
        : copied || name === 'sed'
          ? Math.min(spot.plain, copied && /authorized_keys/.test(target) ? 0.6 : 0.7)
          : spot.plain;
      step.report('persistence', program.elsewhere ? Math.min(score, 0.5) : score, `writes to ${spot.what}`);
      break;
    }
  }
}

/** What is written to a file that shells read is judged as they would read it. */
function inner(step: Step, spot: Spot, content: string): number {
  if (!/shell|logs in/.test(spot.what) || content.length > 8192) return 0;
  const { name, args } = step.program;
  const text = /^(?:echo|printf)$/.test(name)
    ? args.filter((arg) => !/^-[neE]+$/.test(arg)).join(' ')
    : (step.input.text ?? '');
  if (/(?:^|\n)\s{0,8}alias\s{1,4}(?:sudo|su|ssh|ls|cd|cat)=/.test(text) && /[;|&]|\$\(/.test(text))
    return 0.85;
  return step.scoreOf(text);
}

function preload(step: Step): void {
  const { program } = step;
  const all: (readonly [string, string])[] = [...program.assigned];
  if (/^(?:export|declare|typeset|setenv|set)$/.test(program.name))
    for (const arg of program.args) all.push([arg.split('=')[0] ?? '', arg.slice(arg.indexOf('=') + 1)]);
  for (const [name, value] of all) {
    if (
      !/^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES)$/.test(name) ||
      value === '' ||
      value.startsWith('$')
    )
      continue;
    if (USUAL_LIBRARIES.test(value)) continue;
    step.report(
      'persistence',
      isHidingPlace(` ${value}`) || /^(?:\.\/|~|\/)(?!usr\/lib|lib)[^$]{0,200}\.(?:so|dylib)/.test(value)
        ? 0.83
        : 0.5,
      'puts a library before all others',
    );
  }
  for (const [name, value] of all) {
    if (name === 'PROMPT_COMMAND' && (HIDES.test(value) || isHidingPlace(` ${value}`)))
      step.report('persistence', 0.85, 'runs a command at every prompt');
  }
}

function crontab(step: Step): void {
  const { args } = step.program;
  const text = step.input.text ?? '';
  const file = args.find((arg, k) => !arg.startsWith('-') && args[k - 1] !== '-u');
  if (args.includes('-r')) step.report('destructive', 0.5, 'removes the table of cron');
  else if (args.includes('-l') || args.includes('-e')) return;
  else if (args.includes('-') || file === undefined) {
    if (step.input.text === undefined && step.input.remote === undefined && args.length === 0) return;
    step.report(
      'persistence',
      HIDES.test(text) || isHidingPlace(text) || SHELLS.has(text) || step.input.remote !== undefined
        ? 0.92
        : 0.82,
      'adds to the table of cron',
    );
  } else {
    const known = step.fileAt(file);
    const content = known.text ?? '';
    step.report(
      'persistence',
      HIDES.test(content) || isHidingPlace(` ${file} ${content}`) || known.remote !== undefined ? 0.88 : 0.7,
      'replaces the table of cron',
    );
  }
}
