/** All that is said about one program. */
import type { Rule } from '../step.ts';
import { cloud } from './cloud.ts';
import { connection } from './connection.ts';
import { destruction } from './destruction.ts';
import { macos } from './macos.ts';
import { packages } from './packages.ts';
import { persistence } from './persistence.ts';
import { privilege } from './privilege.ts';
import { theft } from './theft.ts';
import { windows } from './windows.ts';

export const RULES: readonly Rule[] = [
  destruction,
  cloud,
  theft,
  persistence,
  connection,
  privilege,
  windows,
  macos,
  packages,
];
