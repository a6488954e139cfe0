/**
 * The layout of linear memory: addresses, and room in numbers of entries. src/inspect/prefilter-tables.ts and
 * src/inspect/prefilter.ts have the same numbers.
 */

/** For each pair of bytes (little-endian) the groups of third bytes that make a trigram of interest: 65,536 x u32. */
export const PAIRS: usize = 0x130000;
/** The group of each third byte, one bit: 256 x u32. */
export const GROUPS: usize = 0x170000;
/**
 * Trigrams by open addressing: SLOTS x (u32 key, u32 address of a list, u32 groups of the bytes that may follow, u32 groups
 * of those that may stand before).
 */
export const SLOT_BITS: u32 = 15;
export const SLOTS: usize = 0x180000;
// A list: u32 count, then count x (u16 anchor, u16 distance); the host puts them where there is room.
/** Anchors: 16 bytes each: u32 text, u16 length, u8 left, u8 flags, u8 bodyClass, u8 minBody, u16 minRun, u8 runClass. */
export const ANCHORS: usize = 0x200000;
/** Classes of bytes: 256 bytes each. */
export const CLASSES: usize = 0x60000;
/** Found candidates: u32 position, u32 anchor. */
export const FOUND: usize = 0x70000;
export const ROOM: u32 = 4096;
/** Where `search` notes what it has still to look at: places of `STEP` bytes, then single ones, then those that remain. */
export const STEPS: usize = 0x78000;
export const PLACES: usize = 0x79000;
export const REMAINING: usize = 0x7b000;
/** The bytes of the block. */
export const INPUT: usize = 0x80000;
/** Marks: u32 position, u32 type. */
export const MARKS: usize = 0xa0000;
export const MARK_ROOM: u32 = 24576;
/** Runs of base64 characters: u32 start, u32 end, u32 what they may be, u32 unused. */
export const RUNS: usize = 0xd0000;
export const RUN_ROOM: u32 = 4096;
/** The value of each character of base64, 256 bytes; 255 for others. */
export const SEXTETS: usize = 0x7f000;
/** For each place in a group of four and each character the phases in which it is no part of ASCII text: 4 x 256 bytes. */
export const PHASES: usize = 0x7f100;
/** What was joined; the pieces stand at PIECES: u32 offset in what was joined, u32 offset in the input. */
export const JOINED: usize = 0xe0000;
export const PIECES: usize = 0xf0000;
export const PIECE_ROOM: u32 = 24576;
/** Bytes of tokens: 256 flags. */
export const TOKEN: usize = 0x7f500;
/** How words of phrases begin: 65,536 bits, by the first four letters, which no two of them share. */
export const STARTS: usize = 0x120000;
