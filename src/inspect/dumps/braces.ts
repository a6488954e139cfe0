import { placeOf } from './lines.ts';

/** The braces around places that are asked for in order: each is looked for once. */
export class Braces {
  private readonly text: string;
  private open = -1;
  private nextOpen = -1;
  private close = -1;

  constructor(text: string) {
    this.text = text;
    this.nextOpen = placeOf(text, '{', 0);
  }

  /** The last opening one before a place; -1 when there is none. */
  openBefore(place: number): number {
    while (this.nextOpen < place) {
      this.open = this.nextOpen;
      this.nextOpen = placeOf(this.text, '{', this.open + 1);
    }
    return this.open;
  }

  /** The first closing one from a place on; the length of the text when there is none. */
  closeFrom(place: number): number {
    if (this.close < place) this.close = placeOf(this.text, '}', place);
    return this.close;
  }
}
