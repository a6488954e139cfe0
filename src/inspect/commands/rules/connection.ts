/** Shells that are handed to whoever is at the other end of a connection, as the arguments of programs say it. */
import { programNamed } from '../naming.ts';
import { SHELLS } from '../programs.ts';
import type { Step } from '../step.ts';

const CONNECTORS =
  /^(?:nc|ncat|netcat|nc\.traditional|nc\.openbsd|nc64|busybox-nc|pwncat|pwncat-cs|rustcat|rcat|cryptcat|sbd)$/;
const SHELL =
  /(?:^|[\s/"',:=])(?:sh|bash|zsh|dash|ksh|ash|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)(?=$|[\s"',])/;
/** Programs that read commands from a pipe. */
const READS = (step: Step): boolean =>
  SHELLS.has(step.program.name) ||
  step.program.name === 'script' ||
  /^(?:python[\d.]*|perl|ruby|php)$/.test(step.program.name);

/** What connects back. */
export function connection(step: Step): void {
  const { program, input } = step;
  const { name, args } = program;
  const say = (score: number, reason: string): void => step.report('reverse-shell', score, reason);
  const line = args.join(' ');
  const shown = programNamed(name);
  const toSocket = program.redirects.some(
    ({ kind, target }) => kind !== 'text' && /^\/dev\/(?:tcp|udp)\//.test(target.text),
  );
  const toDescriptor = program.redirects.some(
    ({ kind, target }) =>
      (kind === 'copy' || kind === 'in') &&
      /^&?\d{1,3}$/.test(target.text) &&
      Number(target.text.replace('&', '')) > 2,
  );
  if (READS(step) && !args.some((arg) => /^-[a-z]*c$/.test(arg)) && (toSocket || input.peer === true))
    say(0.96, `${shown} takes its commands from a connection`);
  else if (READS(step) && toDescriptor && (/(?:^|\s)-\w*i/.test(line) || args.length === 0))
    say(0.87, `${shown} talks to a connection that was opened before`);
  else if (
    program.redirects.some(({ kind, target }) => kind === 'both' && /^\/dev\/(?:tcp|udp)\//.test(target.text))
  )
    say(0.7, 'opens a connection for the shell');
  else if (toSocket && !/^(?:echo|printf|true|:|timeout|cat|)$/.test(name))
    say(0.6, `${shown} talks to a connection`);
  // A loop runs what it reads: `while read l; do $l; done <&5`.
  if (/\ue010/.test(program.path) && step.marked(program.path).peer === true)
    say(0.9, 'runs what comes from a connection');
  if (name === 'eval' && step.given.peer === true) say(0.93, 'runs what comes from a connection');
  if (CONNECTORS.test(name)) netcat(step, say);
  else if (
    (name === 'openssl' || name === 'telnet') &&
    (input.shell === true || program.redirects.some(({ target }) => step.isPipe(target.text)))
  )
    say(0.94, `${name} and a shell in a circle`);
  else if (name === 'socat') {
    if (/(?:exec|system)\s?:/i.test(line) && /(?:tcp|udp|openssl|sctp|vsock)\S{0,12}:/i.test(line))
      say(SHELL.test(line) ? 0.96 : 0.7, 'socat hands a program to a connection');
    else if (/^\S*(?:file|-|pty|stdin)/i.test(line) && /tcp/i.test(line) && /pty|raw,echo=0/i.test(line))
      say(0.6, 'socat makes a terminal of a connection');
  } else if (
    name === 'telnet' &&
    input.text === undefined &&
    (input.peer === true || step.input.decoded === true)
  )
    say(0.6, 'telnet in a pipe');
  else if (name === 'ssh' && /(?:^|\s)-\w*R\s?\S*\d+:/.test(line) && /-\w*[fN]/.test(line))
    say(0.6, 'ssh opens a way in');
  else if (
    /^(?:ngrok|chisel|frpc|cloudflared|bore|localtunnel|lt)$/.test(name) &&
    /tcp|client|R:|tunnel/.test(line)
  )
    say(0.45, `${name} opens a way in`);
  else if (/^(?:msfvenom|msfconsole|meterpreter)$/.test(name))
    say(/reverse|exploit|handler/.test(line) ? 0.88 : 0.6, 'makes an attack');
  else if (name === 'xterm' && /-display\s+\d{1,3}\.\d/.test(line))
    say(0.9, 'shows a terminal on another machine');
  else if (name === 'ztcp' && args.filter((arg) => !arg.startsWith('-')).length >= 2)
    say(0.82, 'zsh opens a connection');
  else if (name === 'exec' && toSocket) say(0.75, 'opens a connection for the shell');
}

function netcat(step: Step, say: (score: number, reason: string) => void): void {
  const { args, redirects } = step.program;
  const runs = args.findIndex((arg) => /^-[a-zA-Z]*[ec]$|^--(?:sh-)?exec$|^--lua-exec$/.test(arg));
  const glued = args.find((arg) => /^--(?:sh-)?exec=|^-e\S/.test(arg));
  if (
    (runs >= 0 &&
      args[runs + 1] !== undefined &&
      (SHELL.test(` ${args[runs + 1]}`) || /^-\w*e/.test(args[runs]!))) ||
    glued !== undefined
  ) {
    const what = glued ?? args[runs + 1]!;
    say(
      SHELL.test(` ${what}`) || /exec|\bsh\b|bash|python|perl/.test(what) ? 0.97 : 0.75,
      'netcat hands a program to a connection',
    );
    return;
  }
  // `mkfifo f; sh <f | nc … >f`: what comes back is written to the pipe that the shell reads.
  if (step.input.shell === true) say(0.93, 'sends what a shell prints');
  else if (redirects.some(({ target }) => step.isPipe(target.text)))
    say(0.9, 'netcat and a named pipe in a circle');
}
