import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Compiled code is kept between starts: without it, every start pays for reading the source again, in time and memory.
// In a directory of the user, not in the shared temporary one: whoever could write there could put code in here.
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
if (process.env.NODE_COMPILE_CACHE === undefined) enableCompileCache(join(cache, 'weir'));

await import('./main.ts');
