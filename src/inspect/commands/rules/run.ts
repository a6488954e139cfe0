/** What is fetched or decoded, and then run without anybody having seen it. */
import { type Flow, joined, NOTHING } from '../flow.ts';
import type { Handover } from '../handover.ts';
import { hostNamed } from '../naming.ts';
import { isKnownInstaller, isLocal, isMetadata } from '../network.ts';
import type { Step } from '../step.ts';

/**
 * What the makers of rustup, Homebrew or nvm tell people to do is worth knowing of, and is no attack: somebody who uses an
 * agent for programming expects it to do this, so it stays below what counts as dangerous.
 */
export const KNOWN_INSTALLER = 0.7;
/** Programs that nobody needs to get at a shell, unless it is one with other rights. */
const ESCAPING = /^(?:find|vim?|awk|gawk|mawk|gdb|tar|nmap|ed|less|more|man|zip|make|git|rsync|expect)$/;

/** An interactive shell, and nothing for it to run. */
function startsShell({ scripts, programs }: Handover): boolean {
  return (
    scripts.some(({ text }) =>
      /^!?\s{0,4}(?:exec\s{1,4})?(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh(?:\s{1,4}-[ip]{1,2})?\s{0,4}$/.test(
        text,
      ),
    ) ||
    programs.some(
      ({ name, args }) => /^(?:ba|z|da|k)?sh$/.test(name) && args.every((arg) => /^-[ip]{1,2}$/.test(arg)),
    )
  );
}

/** Judges what a program is given to run by where it comes from. */
export function judgeRun(step: Step, handover: Handover): void {
  let flow: Flow = NOTHING;
  if (handover.runsInput !== false) flow = joined(flow, step.input);
  for (const file of handover.files) flow = joined(flow, step.fileAt(file));
  // `sh -c "$(curl …)"`: what stands where a program would is run.
  for (const { text } of handover.scripts)
    if (/^\s*\ue010/.test(text)) flow = joined(flow, step.marked(/^\s*\ue010\d{1,5}\ue011/.exec(text)![0]));
  for (const { text } of handover.code) if (text.includes('\ue010')) flow = joined(flow, step.marked(text));
  if (step.program.name === 'eval' || step.program.name === 'iex')
    flow = joined(
      flow,
      step.given.remote !== undefined || step.given.decoded === true ? step.given : NOTHING,
    );
  if (ESCAPING.test(step.program.name) && startsShell(handover))
    step.report('privilege', 0.82, `${step.program.name} starts a shell`);
  if (flow.remote !== undefined) {
    const to = flow.remote;
    const score = isLocal(to) || isMetadata(to) ? 0.6 : isKnownInstaller(to) ? KNOWN_INSTALLER : 0.9;
    step.report('download-and-run', score, `runs what it fetches from ${hostNamed(to, 'elsewhere')}`);
  } else if (flow.decoded === true)
    step.report('hidden', 0.82, 'runs what it decodes, and the text does not show what that is');
  else if (flow.peer === true) step.report('reverse-shell', 0.93, 'runs what comes from a connection');
  else if (
    handover.files.some(
      (file) => file !== step.program.path && /^(?:https?|ftp):\/\/|^\\\\[\w.-]{2,64}\\/.test(file),
    )
  )
    step.report('download-and-run', 0.82, 'runs what it fetches');
}
