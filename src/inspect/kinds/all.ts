import type { Kind } from '../kind.ts';
import { AI_KINDS } from './ai.ts';
import { CLOUD_KINDS } from './cloud.ts';
import { CONNECTION_STRINGS_KINDS } from './connection-strings.ts';
import { INFRASTRUCTURE_KINDS } from './infrastructure.ts';
import { LANE_KINDS } from './lanes.ts';
import { MESSAGING_KINDS } from './messaging.ts';
import { MICROSOFT_KINDS } from './microsoft.ts';
import { MONEY_KINDS } from './money.ts';
import { NAMED_KINDS } from './named.ts';
import { OBSERVABILITY_KINDS } from './observability.ts';
import { PACKAGE_REGISTRIES_KINDS } from './package-registries.ts';
import { PAYMENT_KINDS } from './payment.ts';
import { PERSONAL_DATA_KINDS } from './personal-data.ts';
import { PRIVATE_KEYS_KINDS } from './private-keys.ts';
import { SAAS_KINDS } from './saas.ts';
import { SOURCE_HOSTING_KINDS } from './source-hosting.ts';

/** Every kind the detector knows. Earlier wins when two kinds claim exactly the same bytes with the same confidence. */
export const ALL_KINDS: readonly Kind[] = [
  ...PRIVATE_KEYS_KINDS,
  ...CLOUD_KINDS,
  ...MICROSOFT_KINDS,
  ...SOURCE_HOSTING_KINDS,
  ...AI_KINDS,
  ...MESSAGING_KINDS,
  ...PAYMENT_KINDS,
  ...PACKAGE_REGISTRIES_KINDS,
  ...INFRASTRUCTURE_KINDS,
  ...OBSERVABILITY_KINDS,
  ...SAAS_KINDS,
  ...LANE_KINDS,
  ...CONNECTION_STRINGS_KINDS,
  ...MONEY_KINDS,
  ...PERSONAL_DATA_KINDS,
  // Last: what a vendor's form explains is no generic secret.
  ...NAMED_KINDS,
];
