/** Programs of macOS. */
import type { Step } from '../step.ts';

/** What harms a machine that runs macOS. */
export function macos(step: Step): void {
  const { name, args } = step.program;
  const line = args.slice(0, 64).join(' ');
  switch (name) {
    case 'tmutil':
      if (/^(?:delete|deletelocalsnapshots|disable|disablelocal)\b/i.test(line))
        step.report('destructive', 0.85, 'removes the copies that would bring files back');
      break;
    case 'dscl':
      if (/-(?:create|append)\s\/(?:users|groups\/admin)/i.test(line))
        step.report('persistence', 0.83, 'adds an account');
      else if (/-passwd\b/.test(line)) step.report('persistence', 0.82, 'changes a password');
      break;
    case 'sysadminctl':
      if (/-(?:addUser|resetPasswordFor|newPassword)/i.test(line))
        step.report('persistence', 0.83, 'adds an account');
      break;
    case 'dseditgroup':
      if (/-o edit/.test(line) && /\badmin\b/.test(line))
        step.report('persistence', 0.83, 'makes an account an administrator');
      break;
    case 'nvram':
      if (/boot-args|csr-active-config|(?:^|\s)-c\b/.test(line))
        step.report('privilege', 0.84, 'changes what guards the machine at start');
      break;
    case 'osascript':
      if (/hidden answer/i.test(line) || (/display dialog/i.test(line) && /password/i.test(line)))
        step.report('credential-theft', 0.83, 'asks for a password in a window of its own');
      else if (/with administrator privileges/i.test(line))
        step.report('privilege', 0.6, 'asks to run something as an administrator');
      break;
    case 'fdesetup':
      if (/^(?:disable|removerecovery)/.test(line))
        step.report('privilege', 0.82, 'takes the encryption of the disk away');
      break;
    case 'kextload':
    case 'kmutil':
      if (name === 'kextload' || /^load/.test(line))
        step.report('privilege', 0.6, 'loads a module into the kernel');
      break;
  }
}
