/**
 * Literals that wake the detector, by what they say. The engine looks for the bytes as they are written here, so words come
 * without their first letter, and the most telling ones in capitals too. Most wake it only where the bytes around them
 * say more: manuals and programs are full of each alone.
 */
import type { Cues } from '../wake.ts';
import { ASIAN, ASIAN_SAYS, EUROPEAN, EUROPEAN_SAYS } from './anchors-foreign.ts';
import { CALLED, CALLED_SOLE, MACHINES } from './anchors-machines.ts';
import { both, either, inText, like, near } from './look.ts';

/** Nobody writes these but to a machine, or about what is written to machines. */
const TELLING = [
  '<|im_start',
  '<|system',
  '[INST]',
  '<<SYS>>',
  '<system>',
  'tool_result>',
  'tion_results>',
  ' previous instruct',
  'nstructions above',
  'our guidelines',
  'our programming',
  'nrestricted AI',
  'o anything now',
  'f you are an AI',
  'f you are a lang',
  'he user must not',
  'he user does not need',
  'SYSTEM OVERRIDE',
  'ew task:',
  'ew objective',
  'ew instructions',
  'eal instructions',
  'bey only',
  'only to me',
  'our creators',
  'ailbreak',
  'od mode',
  'ever refuse',
  'hen summari',
  'n your summary',
  'no boundaries',
  'ighest rating',
  'our long-term',
  'ong-term memory',
  'll future conv',
  'uture conversations',
  'emember forever',
  'emember for all',
  'AI assistants read',
  'SYSTEM PROMPT',
  'INSTRUCTIONS',
  'GUIDELINES',
];

/** To set aside what holds. */
const OVERRIDING = [
  'gnore ',
  'isregard',
  'GNORE ',
  'ISREGARD',
  'ORGET ',
  'BANDON ',
  'VERRIDE ',
  'O ATTENTION',
  'orget ',
  'verride ',
  'verlook ',
  'bandon ',
  'nlearn ',
  'eglect ',
  'o attention to',
  't aside',
  'op following',
  'not obey',
  'not follow',
  'o longer appl',
  'o longer valid',
];
const SET_ASIDE =
  "(?<![\\w.`/-])(?:ignor\\w{1,3}|disregard\\w{0,3}|forget\\w{0,4}|overrid\\w{1,3}|overlook|neglect|abandon|unlearn|pay no \\w{1,12} to|take no \\w{1,12} of|stop following|(?:not|n't|never) (?:obey|follow|comply with)|disobey)";
const HELD = new RegExp(
  [
    `${SET_ASIDE}(?:\\s+[\\w'-]{1,16}){0,4}?\\s+(?:your|instr|guideline|directive|orders|prompts?|limits|programming|training|guidance|directions)`,
    `${SET_ASIDE}\\s+(?:everything|whatever|what\\s+(?:you|they|was|the)|all\\s+(?:of|that|other|previous|prior|earlier|the\\s+(?:above|rest))|the\\s+(?:user|above|rest|operator|developer|person|customer|task|queue|schema|freeze|page|other)|prev|prior|rules?[.!]|every|any\\s)`,
    "\\b(?:set|put|cast|push)\\s+(?:[\\w']{1,16}\\s+){0,5}aside",
    '(?:instruct|rules|guideline|directive|polic|orders)\\w{0,6}[^.\\n]{0,60}no longer',
  ].join('|'),
  'i',
);

/** What machines are told to keep to themselves, or hand out. */
const PROMPTS = [
  'ystem prompt',
  'ystem message',
  'ystem-prompt',
  'systemprompt',
  'nitial prompt',
  'idden prompt',
  'ys prompt',
  'our prompt',
  'eveloper message',
  'nternal instruct',
  'idden instruct',
  'ecret instruct',
  'nitial instruct',
  'riginal instruct',
  'riginal prompt',
  'ystem instruct',
  'our instruct',
  'our rules',
  'our first message',
  'ords above',
  'text above',
  'verything above',
  'ord for word',
  'erbatim',
  'ord by word',
  'haracter by char',
  'idden text',
  'were told',
  'were given',
  'been told',
  'y first message',
  'he top of this',
  'efore our chat',
  'nstructions you',
];
const HANDED_OUT =
  /\byour? (?:\w+ ){0,3}(?:instr|prompt|rules|guid|message|task)|\bsystem[ -]?(?:prompt|message)\b.{0,80}(?:verbatim|word|exact|obey|reveal|print|show)|(?:reveal|print|show|repeat|recite|output|tell me|give me|read me|leak|dump|exactly|verbatim)\b.{0,80}(?:prompt|above|instruct|told|hidden|begin|start)|(?:ignore|forget|disregard)\b|(?:prompt|above|told|given|instruct)\b.{0,80}(?:verbatim|word for word|character by)/is;

/** To keep the user in the dark, and what is done without asking. */
const SECRETIVE = [
  'not mention',
  'ever mention',
  'not tell',
  'ot inform',
  'not notify',
  'not reveal',
  'ithout mention',
  'ithout telling',
  'ithout inform',
  'ithout asking',
  'ithout confirm',
  'ithout approval',
  'ithout review',
  'o confirmation',
  'ot bother the',
  'ecretly',
  'ilently',
  'uietly',
  'eep quiet',
  'eep silent',
  'ay nothing',
  'tell nobody',
  'tell any',
  'o need to ',
  'alert the user',
  'the user that',
  'as if nothing',
  'bring it up',
  'tween us,',
  'tween us.',
];
const DONE =
  'send_ forward_ upload http password credential assistant _ai_ _agent the_user owner transfer_ approve refund payment';

/** What is sent away, and the words that send it. */
const SECRETS = [
  'assword',
  'redentials',
  'API key',
  'api key',
  'API_KEY',
  '_TOKEN',
  'ecret key',
  'ession cookie',
  '.ssh/',
  '.aws/',
  '.env ',
  '.env\n',
  '.npmrc',
  '/etc/passwd',
  '/etc/shadow',
  'uthorized_keys',
  'id_rsa',
  'nbox',
  'mailbox',
  'ontacts',
  'he conversation',
  'hat history',
  'ustomer list',
  'nvironment variables',
  'l emails',
  'l mails',
];
const SENT =
  '_send_ "send_ forward_ upload_ post_it post_them post_the transmit exfil leak_ paste_ collect_ email_it mail_it dump_ hand_ submit_ _print_ reveal ignore_ include_its include_their';
const SOMEWHERE =
  'http:// https:// ftp:// s3:// @ assistant _ai_ agent the_user your_ pull_request gist _issue thread';

/** Who claims to speak, and what a machine shall be. */
const POSING = [
  'SYSTEM:',
  'SYSTEM ',
  '[SYSTEM',
  '[system]',
  'ADMIN',
  'm the admin',
  'm your dev',
  'our developer',
  'our admin',
  'our operator',
  'rom OpenAI',
  "nthropic's",
  'ou are now',
  'ou are no longer',
  'rom now on',
  'rom here on',
  'rom this point',
  'rom this moment',
  'etend ',
  'ct as ',
  'oleplay',
  'ole-play',
  'magine ',
  'ncensored',
  'nrestricted',
  'nfiltered',
  'o restrictions',
  'o limits',
  'o filter',
  'o rules',
  'o morals',
  'thical ',
  'afety ',
  'been lifted',
  'are lifted',
  'uardrails',
  'ontent filter',
  're deprecated',
  're void',
  'e suspended',
  'e outdated',
  'is outdated',
  'e cancelled',
  'he role of',
  'eveloper mode',
];
const POSED =
  /\byour? (?:\w+ ){0,2}(?:rules|instruct|guid|restrict|prompt|limits|polic|safety|task|orders|laws)|(?:\b(?:you|your|act|pretend|answer|respond|ai|chatbot|persona|mode)\b[^\n]{0,80}(?:\bno (?:more )?(?:rules|limits|filter|restrict|moral|ethic|scruples)|without (?:any )?(?:\w+ )?(?:rules|limits|filter|restrict|moral|ethic|refus|warning)|unrestricted|uncensored|unfiltered))|\bAI\b|\bllm\b|chatbot|\bobey|(?:ignore|override|disregard) (?:all|your|the|previous)|\breveal\b|\bserve only|(?:filters?|restrictions?|rules|guardrails|safety \w+) (?:\w+ ){0,3}(?:lifted|off|suspended|disabled|paused)|content polic|assistant[,:]|must (?:now )?(?:call|run|read|send)|you (?:are|have been) (?:allowed|authori)|of this system|instructed to/i;

/** Tools of agents, and commands that they are made to run. */
const TOOLS = [
  ' tool to ',
  ' tool with',
  ' tool:',
  'send_email',
  'ash tool',
  'ell tool',
  'rowser tool',
  'curl -',
  'curl http',
  'wget ',
  '| bash',
  '| sh',
  'nc -e',
  'rm -rf',
  'fer limit',
  'ift cards',
];
const USED =
  'assistant _ai_ agent: agent, the_agent llm silently secretly the_user the_assistant without_asking without_confirm approved nothing ' +
  'your_tool inbox your_user_ conversation to_run_ to_open to_send to_log';

/** What a machine shall think, say and keep. */
const BIASED = [
  'ecommend ',
  'ositive review',
  'ive stars',
  'op score',
  'trong accept',
  'eaknesses',
  'ompetitor',
  'emember the ',
  'emember that the',
  'our memory',
  'o your memory',
  'emorise',
  'emorize',
  'o memory',
  'our notes',
  'eep in mind',
  'this in mind',
  'this preference',
  'our answer',
  'our reply',
  'ach reply',
];
const SUBJECT =
  '_assistant _ai_ ai: _ai, llm _agent chatbot bot, language_model only_our over_all above_all all_others the_user_ future forever ' +
  'never_mention do_not_mention the_conversation say_that append include_the about_me whenever each_later every_chat any_chat always_recommend always_trust always_send';

const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0' };
/** What carries most orders, for encodings of it. */
const CORE = ['ignore', 'Ignore', 'system prompt', 'password', 'instructions'];
/** The same for words that are long enough by themselves. */
const SPELT_IN_DIGITS = ['d1sr3g4rd', 'gu1d3l1n3s', 'r3v34l', 'pr0mpt'];

function rot13(text: string): string {
  return text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
}

function encoded(): string[] {
  const found: string[] = [];
  for (const word of CORE) {
    const bytes = Buffer.from(word);
    found.push(bytes.toString('hex'), [...word].reverse().join(''), rot13(word), [...word].join(' '));
    found.push(word.replace(/[aeio]/g, (letter) => LEET[letter]!));
    for (let shift = 0; shift < 3; shift++) {
      const base64 = Buffer.concat([Buffer.alloc(shift, 'x'), bytes])
        .toString('base64')
        .replaceAll('=', '');
      found.push(base64.slice(shift === 0 ? 0 : shift + 1, -2));
    }
  }
  return [...new Set(found.filter((part) => part.length >= 6))];
}

/** Words without capitals that their other letters change with: percent and entities of the letters of "ignore". */
const SPELLED = [
  '%69%67',
  '%49%67',
  '&#105;&#103;',
  '&#73;&#103;',
  '&#x69;&#x67;',
  '\\u0069\\u0067',
  '\\u0049\\u0067',
];

function bytesOf(words: readonly string[]): string[] {
  return words.map((word) => Buffer.from(word).toString('latin1'));
}

/** Pictures and links that take data along. */
const LINKS = ['](http'];
const CARRYING = /^\]\(https?:[^)\n]{0,160}(?:[=/?][{<[$]|\{\{|%7[bB]|=[A-Z][A-Z_]{3})/;

export const INJECTION_CUES: readonly Cues[] = [
  { anchors: TELLING, wakes: 'alone' },
  { anchors: OVERRIDING, wakes: 'alone', confirm: like(HELD, 90, 110) },
  {
    anchors: MACHINES,
    wakes: 'alone',
    confirm: both(inText, either(like(CALLED, 60, 90), like(CALLED_SOLE, 12, 12))),
  },
  { anchors: PROMPTS, wakes: 'alone', confirm: like(HANDED_OUT, 120, 160) },
  { anchors: SECRETIVE, wakes: 'alone', confirm: near(DONE, 200, 200) },
  { anchors: SECRETS, wakes: 'alone', confirm: both(near(SENT, 120, 80), near(SOMEWHERE, 120, 160)) },
  { anchors: POSING, wakes: 'alone', confirm: like(POSED, 120, 200) },
  { anchors: TOOLS, wakes: 'alone', confirm: near(USED, 160, 200) },
  { anchors: LINKS, wakes: 'alone', confirm: like(CARRYING, 0, 200) },
  { anchors: BIASED, wakes: 'alone', confirm: near(SUBJECT, 160, 160) },
  { anchors: [...encoded(), ...SPELLED, ...SPELT_IN_DIGITS], wakes: 'alone' },
  { anchors: bytesOf(EUROPEAN), wakes: 'alone', confirm: near(EUROPEAN_SAYS, 120, 160) },
  { anchors: bytesOf(ASIAN), wakes: 'alone', confirm: near(ASIAN_SAYS, 90, 120) },
];
