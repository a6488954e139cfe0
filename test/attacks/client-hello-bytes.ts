/** A ClientHello with whatever names, whole enough to be read and not to be answered. */
export function clientHello(options: { readonly names: readonly string[]; readonly type?: number }): Buffer {
  const names = options.names.map((name) => {
    const bytes = Buffer.from(name, 'latin1');
    return Buffer.concat([Buffer.from([options.type ?? 0]), vector(2, bytes)]);
  });
  const serverNames = names.map((name) => extension(0, vector(2, name)));
  const versions = extension(43, vector(1, Buffer.from([3, 4])));
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    vector(1, Buffer.alloc(32, 9)),
    vector(2, Buffer.from([0x13, 0x01])),
    vector(1, Buffer.from([0])),
    vector(2, Buffer.concat([...serverNames, versions])),
  ]);
  const handshake = Buffer.concat([Buffer.from([1]), vector(3, body)]);
  return Buffer.concat([Buffer.from([22, 3, 1]), vector(2, handshake)]);
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type >> 8, type & 255]), vector(2, data)]);
}

function vector(width: number, data: Buffer): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(data.length, 0, width);
  return Buffer.concat([length, data]);
}
