/** Armoured private keys whose block is complete: what the body has to begin with. */

/** Reads the key material out of a block, whichever way its line ends are written. */
function material(block: string): string {
  const start = /-----\s*(?:\\[nr]|\s)+/.exec(block);
  if (start === null) return '';
  const body = block.slice(start.index + start[0].length, block.lastIndexOf('-----END'));
  // Headers of old PEM files (`Proc-Type:`, `DEK-Info:`) end with an empty line.
  const lines = body.split(/\\r\\n|\\n|\\r|\r\n|\n|\r/).filter((line) => !line.includes(':'));
  return lines.join('').replace(/[\s"'+,\\]+/g, '');
}

/**
 * True when a complete block holds what its header says: a DER SEQUENCE (X.690), `openssh-key-v1`, an OpenPGP packet, or
 * the MAC of a PuTTY file.
 * @param kindId id of the kind whose header stands there
 * @param block latin1 text from the BEGIN line through the END line
 */
export function provesBlock(kindId: string, block: string): boolean {
  if (kindId === 'putty-private-key') {
    return /Private-Lines: *[0-9]/.test(block) && /Private-MAC: *[0-9a-f]{40,64}$/.test(block);
  }
  if (kindId === 'ssh2-private-key') return true;
  const body = Buffer.from(material(block).slice(0, 64), 'base64');
  if (kindId === 'pem-openssh-private-key') return body.toString('latin1', 0, 15) === 'openssh-key-v1\0';
  if (kindId === 'pgp-private-key') return body.length > 2 && (body[0]! & 0x80) !== 0;
  // An encrypted body of the old form is no DER, but its headers say so.
  if (/DEK-Info: *[A-Z0-9-]{3,20},[0-9A-F]{8,32}/.test(block)) return true;
  return body.length > 8 && body[0] === 0x30 && body[1]! >= 0x20 && body[1]! !== 0x80;
}
