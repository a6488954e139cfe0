/** What is fetched or decoded, and then run without anybody having seen it. */
import { type Flow, joined, NOTHING } from '../flow.ts';
import type { Handover } from '../handover.ts';
import { isKnownInstaller, isLocal, isMetadata } from '../network.ts';
import type { Step } from '../step.ts';

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
  if (flow.remote !== undefined) {
    const to = flow.remote;
    const score = isLocal(to) || isMetadata(to) ? 0.6 : isKnownInstaller(to) ? 0.8 : 0.9;
    step.report('download-and-run', score, `runs what it fetches from ${to.slice(0, 80) || 'elsewhere'}`);
  } else if (flow.decoded === true)
    step.report('hidden', 0.82, 'runs what it decodes, and the text does not show what that is');
  else if (flow.peer === true) step.report('reverse-shell', 0.93, 'runs what comes from a connection');
  else if (handover.files.some((file) => file !== step.program.path && /^(?:https?|ftp):\/\//.test(file)))
    step.report('download-and-run', 0.82, 'runs what it fetches');
}
