import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ValidatorName } from '../kind.ts';
import { VALIDATORS } from './all.ts';

/** Examples that standards, offices and encyclopedias print: nobody has these numbers. */
const PUBLISHED: readonly (readonly [ValidatorName, ...string[]])[] = [
  ['card', '4111 1111 1111 1111', '5555555555554444', '378282246310005'],
  ['iban', 'GB82 WEST 1234 5698 7654 32', 'DE89370400440532013000', 'NO9386011117947'],
  ['abaRouting', '011000015'],
  ['auMedicare', '2123 45670 1'],
  ['auTfn', '123 456 782'],
  ['brCpf', '529.982.247-25'],
  ['brCnpj', '11.222.333/0001-81'],
  ['caSin', '130 692 544'],
  ['cnResidentId', '11010519491231002X'],
  ['deSteuerId', '86095742719'],
  ['esNif', '12345678Z', 'X1234567L'],
  ['fiHetu', '131052-308T'],
  ['frNir', '255081416802538'],
  ['imei', '490154203237518'],
  ['itCodiceFiscale', 'RSSMRA85T10A562S'],
  ['nlBsn', '111222333'],
  ['plPesel', '44051401359'],
  ['sePersonnummer', '811218-9876'],
  ['sgNric', 'S1234567D'],
  ['trTckn', '10000000146'],
  ['ukNhs', '943 476 5919'],
  ['usNpi', '1234567893'],
  ['vin', '1M8GDM9AXKP042788'],
  ['zaId', '8001015009087'],
  ['btcAddress', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['mrz', 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'],
];

for (const [name, ...examples] of PUBLISHED) {
  test(`${name}: takes published examples, and none of them with another digit`, () => {
    for (const example of examples) {
      assert.ok(VALIDATORS[name](example), example);
      // The last digit of a Medicare number counts the cards of its family.
      const at = example.search(name === 'auMedicare' ? /[0-9](?= [0-9]$)/ : /[0-9](?=[^0-9]*$)/);
      const digit = (Number(example[at]) + 1) % 10;
      const wrong = example.slice(0, at) + String(digit) + example.slice(at + 1);
      assert.ok(!VALIDATORS[name](wrong), wrong);
    }
  });
}
