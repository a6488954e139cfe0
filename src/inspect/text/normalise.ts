export function normalise(text: string): { text: string } { return { text: text.normalize('NFKC').replace(/[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u0300-\u036f]/g,'').replace(/һ/g,'h') }; }
