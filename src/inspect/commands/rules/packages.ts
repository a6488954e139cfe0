/** What is installed from where nobody vouches for it, and programs that only ever come with an attack. */
import { hostNamed } from '../naming.ts';
import { isLocal } from '../network.ts';
import type { Step } from '../step.ts';

const INSTALLERS = /^(?:pip[\d.]*|pipx|uv|npm|yarn|pnpm|gem|go|cargo|npx|uvx|easy_install)$/;
/** No name that anybody could vouch for, or nothing that keeps others from answering in its place. */
const UNVOUCHED = /^(?:git\+)?(?:http:\/\/|https:\/\/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})/;
const MINERS =
  /^(?:xmrig|xmr-stak|minerd|cpuminer|ethminer|nbminer|t-rex|lolminer|phoenixminer|kinsing|kdevtmpfsi)/;

/** What comes from a doubtful source. */
export function packages(step: Step): void {
  const { name, args } = step.program;
  if (MINERS.test(name) || args.some((arg) => /^stratum\+(?:tcp|ssl):/.test(arg)))
    step.report('download-and-run', 0.88, 'digs for somebody else');
  if (!INSTALLERS.test(name) || !args.some((arg) => /^(?:install|i|add|download|exec|get|run)$/.test(arg)))
    return;
  const from = args
    .map((arg) => arg.replace(/^--[\w-]{1,24}=/, ''))
    .find((arg) => UNVOUCHED.test(arg) && !isLocal(arg.replace(/^git\+/, '')));
  if (from !== undefined)
    step.report('download-and-run', 0.65, `installs what comes from ${hostNamed(from, 'elsewhere')}`);
}
