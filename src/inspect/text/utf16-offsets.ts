/** Leads from offsets in UTF-8 to offsets in UTF-16. Ascending offsets cost one pass. */
export class Utf16Offsets {
  private readonly bytes: Uint8Array;
  private byte = 0;
  private unit = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  at(offset: number): number {
    if (offset < this.byte) {
      this.byte = 0;
      this.unit = 0;
    }
    while (this.byte < offset && this.byte < this.bytes.length) {
      const lead = this.bytes[this.byte++]!;
      // A character of four bytes takes two units; bytes that only continue one take none.
      if ((lead & 0xc0) !== 0x80) this.unit += lead >= 0xf0 ? 2 : 1;
    }
    return this.unit;
  }
}
