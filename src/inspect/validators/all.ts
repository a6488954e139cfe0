import type { ValidatorName } from '../kind.ts';
import {
  atlassian,
  awsId,
  base64Json,
  base64Pem,
  cloudflare,
  decodesTo,
  discord,
  github,
  gitlab,
  jwt,
  userPass,
} from './credentials.ts';
import * as money from './money.ts';
import * as network from './network.ts';
import * as people from './people.ts';
import * as things from './things.ts';
import { ageKey, base58Check, btcAddress, extendedKey } from './wallets.ts';

export { awsAccountId, jwtExpiry } from './credentials.ts';
export { provesBlock } from './keys.ts';

/** Checks that need no network. Each takes the whole value as latin1 text and never throws. */
export const VALIDATORS: Readonly<Record<ValidatorName, (value: string) => boolean>> = {
  awsId,
  awsOrigin: (value) => decodesTo(value, /^(?:!\n\torigin|\x17\n|\x15\n|[\s\S]{0,8}er\/aws)/),
  bedrockLong: (value) => decodesTo(value.slice(4), /^BedrockAPIKey-/),
  github,
  gitlab,
  atlassian,
  cloudflare,
  jwt,
  userPass,
  base64Pem,
  base64Json,
  jfrogReference: (value) => decodesTo(value, /^reftkn:01:/),
  discord,
  macaroon: (value) => decodesTo(value.replace(/^pypi-/, ''), /^\x02\x01[\s\S](?:test\.)?pypi\.org/),
  base58Check: (value) => base58Check(value),
  extendedKey,
  ageKey,
  btcAddress,
  // The words lane hands over nothing else: see candidates.ts.
  mnemonic: () => true,
  card: money.isCard,
  iban: money.isIban,
  abaRouting: money.isAbaRouting,
  auMedicare: people.isAuMedicare,
  auTfn: people.isAuTfn,
  brCnpj: people.isBrCnpj,
  brCpf: people.isBrCpf,
  caSin: people.isCaSin,
  cnResidentId: people.isCnResidentId,
  deSteuerId: people.isDeSteuerId,
  esNif: people.isEsNif,
  fiHetu: people.isFiHetu,
  frNir: people.isFrNir,
  imei: things.isImei,
  inAadhaar: people.isInAadhaar,
  itCodiceFiscale: people.isItCodiceFiscale,
  krRrn: people.isKrRrn,
  nlBsn: people.isNlBsn,
  plPesel: people.isPlPesel,
  sePersonnummer: people.isSePersonnummer,
  sgNric: people.isSgNric,
  trTckn: people.isTrTckn,
  ukNhs: people.isUkNhs,
  ukNino: people.isUkNino,
  usNpi: people.isUsNpi,
  usSsn: people.isUsSsn,
  vin: things.isVin,
  zaId: people.isZaId,
  mrz: things.isMrz,
  date: things.isDateOfBirth,
  email: network.isEmail,
  phone: network.isPhone,
  ipv4: network.isPublicIpv4,
  ipv6: network.isIpv6,
  mac: network.isMac,
};
