/** Programs that delete, overwrite or lock up what nobody can bring back. */
import { foundBy } from '../handover.ts';
import { pathNamed } from '../naming.ts';
import { isDisk, lossOf } from '../paths.ts';
import type { Step } from '../step.ts';

const SCORES = { everything: 0.98, 'the home folder': 0.95, 'the system': 0.93, work: 0.82 } as const;
/** Files without which a machine does not start or nobody gets in. */
const VITAL =
  /^\/(?:etc\/(?:passwd|shadow|fstab|group|sudoers|hosts|ssh\/sshd_config|resolv\.conf)|boot\/(?:\*|vmlinu[^$]{0,40}|initr[^$]{0,40}|grub[^$]{0,40})|bin\/(?:sh|bash|ls|cat)|usr\/bin\/(?:sudo|env|python3?)|lib\/\S{0,40}(?:libc|ld-linux)\S{0,20})$/;
const SQL =
  /\b(?:drop\s{1,4}(?:database|schema|table|keyspace|user)|truncate\s{1,4}(?:table\s{1,4})?\w|delete\s{1,4}from\s{1,4}[\w."`]{1,64}\s{0,4}(?:;|$|where\s{1,4}(?:1\s?=\s?1|true)))/i;
/** What it does, without the name of what it does it to. */
const STATEMENT = /^(?:drop\s+\w+|truncate|delete)/i;
/** What is said instead of a path that not everybody knows. */
const FILES = 'files of the machine';
const SQL_PROGRAMS =
  /^(?:psql|mysql|mariadb|sqlcmd|sqlplus|clickhouse-client|cqlsh|snowsql|bq|cockroach|pgcli|mycli|osql|isql|vsql|impala-shell|hive|beeline|duckdb|turso|wrangler|supabase)$/;

/** What destroys. */
export function destruction(step: Step): void {
  const { program } = step;
  const { name, args } = program;
  overwrites(step);
  switch (name) {
    case 'rm':
    case 'unlink':
    case 'srm':
    case 'rmdir':
    case 'trash':
    case 'rimraf':
    case 'del-cli':
      removes(step);
      break;
    case 'shred':
    case 'wipe':
    case 'scrub':
    case 'truncate':
      for (const word of program.words) {
        if (isDisk(word.text)) loss(step, 0.97, `${name} on a disk`);
        else if (lossOf(word.text, word.glob) !== undefined || VITAL.test(word.text))
          loss(step, 0.9, `${name} on ${pathNamed(word.text, FILES)}`);
        else if (name !== 'truncate' && /\.ssh|\/etc\/|^\/var\/(?:log|lib)|^~|^\$HOME/.test(word.text))
          loss(step, 0.82, `${name} on ${pathNamed(word.text, FILES)}`);
        else if (/^\/var\/log\//.test(word.text)) step.report('privilege', 0.6, 'empties a log');
      }
      break;
    case 'dd':
      if (args.some((arg) => arg.startsWith('of=') && (isDisk(arg.slice(3)) || VITAL.test(arg.slice(3)))))
        loss(step, 0.96, 'dd writes to a disk');
      break;
    case 'wipefs':
    case 'blkdiscard':
    case 'sgdisk':
    case 'sfdisk':
    case 'cryptsetup':
    case 'hdparm':
    case 'nvme':
    case 'badblocks':
    case 'parted':
    case 'fdisk':
    case 'gdisk':
    case 'diskutil':
    case 'mkswap':
    case 'pvremove':
    case 'zpool':
    case 'lvremove':
    case 'vgremove':
    case 'mdadm':
      disk(step);
      break;
    case 'chmod':
    case 'chown':
    case 'chgrp':
    case 'setfacl':
      locks(step);
      break;
    case 'mv':
    case 'cp':
    case 'rsync':
    case 'ln':
      moves(step);
      break;
    case 'find':
      finds(step);
      break;
    case 'tar':
      if (args.includes('--remove-files') && args.some((arg) => lossOf(arg) !== undefined))
        loss(step, 0.9, 'packs and removes a system folder');
      break;
    case 'git':
      git(step);
      break;
    case 'kill':
    case 'killall5':
      if (
        (args.includes('-1') && (args.length === 2 || args.includes('-9')) && args.at(-1) === '-1') ||
        name === 'killall5'
      )
        loss(step, 0.85, 'ends every process');
      break;
    case 'userdel':
    case 'deluser':
      if (args.some((arg) => /^-[a-z]*r|^--remove/.test(arg)))
        loss(step, 0.6, 'removes an account with its files');
      break;
    case 'perl':
    case 'tee':
      break;
    default:
      if (
        /^mkfs|^mke2fs$|^mkntfs$|^newfs/.test(name) &&
        program.words.some((word) => isDisk(word.text) || /^\/dev\//.test(word.text))
      )
        loss(step, 0.96, 'makes a new file system on a disk');
  }
  if (SQL_PROGRAMS.test(name)) database(step);
  if (
    /^(?:mongo|mongosh)$/.test(name) &&
    /dropDatabase|\.drop\(|deleteMany\(\{\s{0,4}\}\)/.test(`${args.join(' ')} ${step.input.text ?? ''}`)
  )
    loss(step, 0.9, 'drops a database');
  if (name === 'redis-cli' && /\bflush(?:all|db)\b/i.test(`${args.join(' ')} ${step.input.text ?? ''}`))
    loss(step, 0.85, 'empties a database');
  if (
    name === 'redis-cli' &&
    /config\s{1,4}set\s{1,4}dir\s{1,4}\S*(?:\.ssh|\/cron|\/etc|\/www)/i.test(args.join(' '))
  )
    step.report('persistence', 0.86, 'makes a database write where a machine looks for what to run');
  if (/^(?:dropdb|mysqladmin)$/.test(name) && (name === 'dropdb' || args.includes('drop')))
    loss(step, TRIAL.test(args.join(' ')) ? 0.5 : 0.85, 'drops a database');
  if (/^(?:init|telinit)$/.test(name) && /^[06]$/.test(args[0] ?? ''))
    step.report('destructive', 0.5, 'turns the machine off');
}

function loss(step: Step, score: number, reason: string): void {
  step.report('destructive', step.program.elsewhere ? Math.min(score, 0.5) : score, reason);
}

/** The folder that a script has gone to is not followed: `cd / && rm -rf *` is (see `cd` in `theft.ts`). */
function removes(step: Step): void {
  const { program } = step;
  const flags = program.args.filter((arg) => /^-/.test(arg)).join(' ');
  const recursive =
    /^-[a-zA-Z]*[rR]|\s-[a-zA-Z]*[rR]|--recursive/.test(flags) ||
    program.name === 'rimraf' ||
    program.name === 'srm';
  const forced = /(?:^|\s)-[a-zA-Z]*f|--force/.test(flags);
  if (isWide(step.input.root)) loss(step, 0.6, 'removes what is found all over the machine');
  if (flags.includes('--no-preserve-root')) loss(step, 0.97, 'rm is told not to spare the root');
  for (const word of program.words) {
    if (word.text.startsWith('-') && !word.quoted) continue;
    // `rm -rf $(ls /)`
    const listed = step.marked(word.text).lists;
    const what = lossOf(listed ?? word.text, word.glob);
    if (what !== undefined && (recursive || word.glob || /\*/.test(word.text)))
      loss(
        step,
        SCORES[what] - (forced || recursive ? 0 : 0.1),
        `removes ${what}: ${pathNamed(word.text, FILES)}`,
      );
    else if (VITAL.test(word.text)) loss(step, 0.85, `removes ${pathNamed(word.text, FILES)}`);
    else if (isDisk(word.text)) loss(step, 0.85, 'removes a device');
    else if (
      recursive &&
      forced &&
      (word.glob || word.text === '.*') &&
      /^(?:\*|\.\*|\.\/\*|\.\[\^\.\]\*|\.\.\/\*|\.\.\/\.\.(?:\/.{0,20})?)$/.test(word.text)
    )
      loss(step, here(step) ?? 0.81, 'removes all that is in the folder');
    else if (recursive && /^(?:\.\.?\/?|\.\.\/\.\.\/?|"?\$PWD"?\/?)$/.test(word.text))
      loss(step, here(step) ?? (forced ? 0.81 : 0.6), 'removes the folder it stands in');
    else if (/\.(?:bash|zsh)_history$/.test(word.text))
      step.report('privilege', 0.82, 'removes the history of the shell');
    else if (/^\/var\/log(?:\/(?:\*|auth\.log|syslog|wtmp|btmp|secure|audit\S{0,20}))$/.test(word.text))
      step.report('privilege', 0.6, 'removes logs');
    else if (recursive && /(?:^|\/)\.git\/?$/.test(word.text))
      loss(step, 0.4, 'removes the history of a repository');
    else if (
      recursive &&
      /^(?:~|\$HOME|\/root|\/home\/[^/]{1,32})\/\.(?:ssh|gnupg|aws|kube)\/?\*?$/.test(word.text)
    )
      loss(step, 0.85, 'removes keys');
  }
}

/** What is lost by removing all of the folder that the script stands in. */
function here(step: Step): number | undefined {
  const folder = step.folder();
  if (folder === undefined) return undefined;
  const what = lossOf(folder);
  return what === undefined ? 0.3 : SCORES[what];
}

function overwrites(step: Step): void {
  for (const { kind, target } of step.program.redirects) {
    if (kind !== 'out') continue;
    if (isDisk(target.text)) loss(step, 0.96, 'writes over a disk');
    else if (
      /\*$/.test(target.text) &&
      lossOf(target.text, true) !== undefined &&
      /^(?::|true)?$/.test(step.program.name)
    )
      loss(step, 0.88, `empties ${pathNamed(target.text, FILES)}`);
    else if (
      /^\/etc\/(?:passwd|shadow|fstab|group)$/.test(target.text) &&
      !step.program.redirects.some((one) => one.append)
    )
      loss(step, 0.88, `writes over ${pathNamed(target.text, FILES)}`);
    else if (/^\/proc\/sysrq-trigger/.test(target.text)) loss(step, 0.85, 'writes to /proc/sysrq-trigger');
  }
  if (step.program.name === 'tee')
    for (const word of step.program.words) {
      if (isDisk(word.text)) loss(step, 0.96, 'writes over a disk');
      else if (
        /^\/etc\/(?:passwd|shadow|fstab|group|sudoers)$/.test(word.text) &&
        !step.program.args.includes('-a')
      )
        loss(step, 0.86, `writes over ${pathNamed(word.text, FILES)}`);
    }
}

function disk(step: Step): void {
  const { name, args, words } = step.program;
  const line = args.join(' ');
  const onDisk = words.some((word) => isDisk(word.text) || /^disk\d|^\/dev\//.test(word.text));
  if (/^(?:lvremove|vgremove|pvremove)$/.test(name)) loss(step, 0.82, `${name} removes volumes`);
  else if (name === 'zpool') {
    if (args[0] === 'destroy') loss(step, 0.9, 'destroys a pool of disks');
  } else if (!onDisk) return;
  else if (name === 'wipefs' ? /-\w*a|--all|-f|-o/.test(line) : name === 'blkdiscard')
    loss(step, 0.95, `${name} on a disk`);
  else if (/--zap|-Z|-o\b|--clear/.test(line) && name === 'sgdisk')
    loss(step, 0.94, 'removes the partitions of a disk');
  else if (/luksFormat|luksErase|erase/i.test(line)) loss(step, 0.93, 'makes a disk unreadable');
  else if (
    name === 'hdparm'
      ? line.includes('security-erase')
      : name === 'nvme'
        ? /^(?:format|sanitize)/.test(line)
        : false
  )
    loss(step, 0.94, 'erases a disk');
  else if (name === 'badblocks' && /-\w*w/.test(line)) loss(step, 0.9, 'writes over a disk');
  else if (name === 'diskutil' && /erase|partitionDisk|zeroDisk|secureErase|reformat/i.test(line))
    loss(step, 0.92, 'erases a disk');
  else if (name === 'parted' && /\b(?:mklabel|rm)\b/.test(line))
    loss(step, 0.85, 'removes the partitions of a disk');
  else if (name === 'mkswap') loss(step, 0.82, 'makes a disk swap space');
  else if (name === 'mdadm' && line.includes('--zero-superblock'))
    loss(step, 0.88, 'breaks an array of disks');
  else if (name === 'sfdisk' && /--delete|--wipe/.test(line))
    loss(step, 0.9, 'removes the partitions of a disk');
  else if (/^g?fdisk$/.test(name) && step.input.text !== undefined && /\b[dow]\b/.test(step.input.text))
    loss(step, 0.85, 'removes the partitions of a disk');
}

function locks(step: Step): void {
  const { name, args, words } = step.program;
  const recursive = args.some((arg) => /^-[a-zA-Z]*R|^--recursive/.test(arg));
  const open = args.some((arg) => /^0?[0-7]?777$|^(?:a|o|ugo)?[+=]rwx|^0{1,4}$|^-rwx/.test(arg));
  const shut = args.some((arg) => /^0?000$/.test(arg));
  const shown = args.some((arg) =>
    /^0?[0-7]{0,2}[0-7]?[2367][2367]$|^[ao]?\+[rw]+|66[46]|77[57]|644/.test(arg),
  );
  for (const word of words) {
    if (word.text.startsWith('-')) continue;
    const what = lossOf(word.text, word.glob);
    if (what !== undefined && recursive) {
      const whole =
        what === 'everything' ||
        (what === 'the system' && /^\/(?:etc|usr|bin|lib|boot|var|home|sbin|dev)\/?\*?$/.test(word.text));
      if (name === 'chmod' ? open || whole : whole)
        loss(step, what === 'everything' ? 0.95 : 0.87, `changes the rights of ${what}`);
    } else if (
      name === 'chmod' &&
      word.glob &&
      (what === 'the system' || what === 'everything') &&
      args.some((arg) => /^[augo]{0,3}-[rwx]*[rx]/.test(arg) || /^0?[0-7]00$/.test(arg))
    )
      loss(step, 0.85, `takes away who may use ${what}`);
    else if (
      name === 'chmod' &&
      /^\/etc\/(?:shadow|passwd|sudoers)$|^\/dev\/(?:mem|kmem)$|^\/dev\/sd/.test(word.text) &&
      shown &&
      !(word.text === '/etc/passwd' && args.includes('644'))
    )
      step.report('privilege', 0.85, `opens ${pathNamed(word.text, FILES)} to everybody`);
    else if (name === 'chmod' && shut && what !== undefined) loss(step, 0.85, `locks ${what}`);
  }
}

function moves(step: Step): void {
  const { name, words } = step.program;
  const places = words.filter((word) => !word.text.startsWith('-'));
  const to = places.at(-1);
  if (to === undefined || places.length < 2) return;
  const from = places.slice(0, -1);
  if (name === 'mv' && from.some((word) => lossOf(word.text, word.glob) !== undefined))
    loss(step, to.text === '/dev/null' ? 0.93 : 0.82, `moves ${pathNamed(from[0]!.text, FILES)} away`);
  else if (name === 'mv' && to.text === '/dev/null') loss(step, 0.6, 'moves files to nowhere');
  else if (isDisk(to.text) && name !== 'ln') loss(step, 0.93, 'writes over a disk');
  else if ((name === 'cp' || name === 'ln') && from[0]!.text === '/dev/null' && VITAL.test(to.text))
    loss(step, 0.88, `empties ${pathNamed(to.text, FILES)}`);
  else if (
    name === 'rsync' &&
    step.program.args.some((arg) => /^--del/.test(arg)) &&
    lossOf(to.text) !== undefined
  )
    loss(step, 0.85, `removes what is in ${pathNamed(to.text, FILES)}`);
  else if (name === 'ln' && from[0]!.text === '/dev/null' && /_history$/.test(to.text))
    step.report('privilege', 0.83, 'keeps the shell from writing its history');
}

function finds(step: Step): void {
  const { args } = step.program;
  const removing = args.findIndex(
    (arg, k) =>
      /^-(?:exec|execdir|ok)$/.test(arg) &&
      /^(?:.*\/)?(?:rm|shred|unlink|srm|truncate)$/.test(args[k + 1] ?? ''),
  );
  if (removing >= 0 && isWide(args[0])) loss(step, 0.6, 'find deletes all over the machine');
  if (!args.includes('-delete')) return;
  const found = foundBy(args);
  const what = lossOf(found);
  if (what !== undefined) loss(step, SCORES[what], `find deletes ${what}`);
  else if (isWide(args[0])) loss(step, 0.6, 'find deletes all over the machine');
}

/** A folder that holds what belongs to many. */
function isWide(folder: string | undefined): boolean {
  return (
    folder !== undefined && /^(?:\/|~|\$HOME|\/etc|\/usr|\/home|\/root|\/Users|\/srv|\/opt)\/?$/.test(folder)
  );
}

function git(step: Step): void {
  const line = step.program.args.join(' ');
  if (/^(?:-C \S+ )?push\b/.test(line) && /(?:^|\s)(?:-f|--force|--mirror|\+\S+)(?:\s|$)/.test(line))
    step.report(
      'destructive',
      /\b(?:main|master|production|release)\b|--mirror|--all/.test(line) ? 0.5 : 0.3,
      'rewrites a branch for everybody',
    );
  else if (/push\b.*(?:--delete|\s:)\s?(?:main|master|production)\b/.test(line))
    step.report('destructive', 0.6, 'deletes a main branch');
  else if (/reset\b.*--hard/.test(line)) step.report('destructive', 0.2, 'throws changes away');
  else if (/filter-branch|filter-repo|reflog expire.*--all|update-ref -d/.test(line))
    step.report('destructive', 0.35, 'rewrites the history');
}

/** Names of what is there to be thrown away. */
const TRIAL = /(?:^|[\s_"'`=./-])(?:tests?|tmp|temp|dev|sandbox|ci|local)(?:$|[\s_"'`;./-]|\d)/i;

function database(step: Step): void {
  const { name, args } = step.program;
  const text = `${args.join(' ')}\n${step.input.text ?? ''}`;
  const match = SQL.exec(text);
  if (match === null) return;
  const careful =
    /drop\s{1,4}(?:table|user)\s{1,4}if\s{1,4}exists/i.test(text) ||
    name === 'duckdb' ||
    TRIAL.test(text.slice(match.index, match.index + 80)) ||
    args.some((arg, k) => /^(?:-d|-D|--dbname|--database)$/.test(args[k - 1] ?? '') && TRIAL.test(arg));
  const local = careful || name === 'sqlite3';
  loss(
    step,
    local ? 0.5 : /drop\s{1,4}user/i.test(match[0]) ? 0.7 : 0.86,
    `${STATEMENT.exec(match[0])![0].replace(/\s+/g, ' ').toLowerCase()} in a database`,
  );
}
