/** What stands out by its form: forged turns of a conversation, labels, pictures that carry data away. */
import type { Group, Hit } from './hit.ts';

interface Marker {
  readonly group: Group;
  readonly weight: number;
  /** Global; every repetition is bounded. */
  readonly shape: RegExp;
  /** A literal without which the shape cannot be there: most texts are done then. */
  readonly needs: string;
}

/** Shapes are compared with the folded text as it was written, capitals included. */
const MARKERS: readonly Marker[] = [
  {
    group: 'forged-markers',
    weight: 0.4,
    shape:
      /<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|end_header_id|eot_id|begin_of_text)\|>/g,
    needs: '<|',
  },
  { group: 'forged-markers', weight: 0.35, shape: /\[\/?INST\]|<<\/?SYS>>/g, needs: 'S' },
  {
    group: 'forged-markers',
    weight: 0.35,
    shape:
      /<\/?(?:system|important|admin|tool_result|tool_results|function_results?|tool_response|system-reminder|system_prompt|system_message|user_query|override|critical|instructions?|assistant|developer|human|untrusted_\w{1,20}|function_calls?|tool_call)>/gi,
    needs: '<',
  },
  {
    group: 'forged-markers',
    weight: 0.3,
    shape:
      /\n[ \t]{0,8}(?:Human|User)[ \t]{0,4}:[^\n]{0,1000}\n{1,3}[ \t]{0,8}(?:Assistant|AI|System)[ \t]{0,4}:/g,
    needs: ':',
  },
  {
    group: 'forged-markers',
    weight: 0.3,
    shape:
      /[-=#*[<]{1,12} ?(?:END|BEGIN|START|STOP|End|Begin) (?:OF )?(?:of )?(?:THE )?(?:the )?(?:DATA|DOCUMENT|CONTEXT|INPUT|PROMPT|INSTRUCTIONS|SYSTEM|USER|TOOL|RESULTS?|CONVERSATION|EMAIL|MESSAGE|document|data|context|prompt|instructions|user|email|system)[A-Za-z ]{0,30}[-=#*\]>]{0,12}/g,
    needs: ' ',
  },
  {
    group: 'authority-claim',
    weight: 0.35,
    shape:
      /(?:^|[\n\r>"'([.!?]|\u0001)[ \t#>*[({=_-]{0,12}(?:SYSTEM|ADMIN|DEVELOPER|ROOT|OPERATOR|System|Admin|Developer)(?: (?:OVERRIDE|NOTICE|UPDATE|MESSAGE|ALERT|COMMAND|INSTRUCTIONS?|PROMPT|NOTE|DIRECTIVE|REQUEST|ANNOUNCEMENT|WARNING|MODE|POLICY|[Oo]verride|[Nn]otice|[Mm]essage|[Aa]lert|[Ii]nstructions?|[Pp]rompt|[Dd]irective|[Nn]ote))?[\])}*#=_]{0,6}[ \t]{0,4}:/g,
    needs: ':',
  },
  {
    group: 'authority-claim',
    weight: 0.4,
    shape:
      /\bSYSTEM (?:OVERRIDE|NOTICE|UPDATE|MESSAGE|ALERT|COMMAND|INSTRUCTION|DIRECTIVE)\b|\[(?:SYSTEM|ADMIN|system|System)(?: [A-Za-z]{1,16})?\]/g,
    needs: '',
  },
  {
    group: 'authority-claim',
    weight: 0.42,
    shape:
      /(?:^|[\n\r>"'([.!?]|\u0001)[ \t#>*[({=_-]{0,12}(?:SYSTEM|ADMIN|ADMINISTRATOR|DEVELOPER|ROOT|OPERATOR)(?: [A-Z]{3,16})?[\])}*#=_]{0,6}[ \t]{0,4}:/g,
    needs: ':',
  },
  {
    group: 'exfiltration',
    weight: 0.85,
    shape:
      /!\[[^\]\n]{0,120}\]\(\s{0,4}<?https?:\/\/[^\s)?#]{1,200}[/?#][^)\n]{0,120}=?[{<[$]{1,3}[^)\n]{0,80}(?:data|secret|chat|history|conversation|user|token|key|password|email|message|summary|context|prompt|content|everything|info|name)/gi,
    needs: '](',
  },
  {
    group: 'exfiltration',
    weight: 0.6,
    shape:
      /\]\(\s{0,4}<?https?:\/\/[^\s)?#]{1,200}[/?#][^)\n]{0,120}=[{<[$]{1,3}[^)\n]{0,80}(?:data|secret|chat|history|conversation|user|token|key|password|email|everything)/gi,
    needs: '](',
  },
  {
    group: 'exfiltration',
    weight: 0.8,
    shape:
      /!\[[^\]\n]{0,120}\]\(\s{0,4}<?https?:\/\/[^\s)?#]{1,200}[/?#][^)\n]{0,120}=(?:DATA|SECRET|CHAT|HISTORY|CONVERSATION|BASE64|EXFIL|PASSWORD|API_?KEY|TOKEN|SUMMARY|CONTENT)\b/g,
    needs: '](',
  },
];

/** Finds forms in a folded text whose capitals and markup are still there. */
export function findMarkers(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const { group, weight, shape, needs } of MARKERS) {
    if (!text.includes(needs)) continue;
    for (const match of text.matchAll(shape)) {
      hits.push({ group, weight, start: match.index, end: match.index + match[0].length });
    }
  }
  return hits;
}

const LABEL =
  /(?:^|[\n\r>"([.!?{]|\u0001|--|\/\/|#)[ \t#>*[({/-]{0,12}(?:(?:dear|hello|hey|hi|ok|attention|attn|you,?( the)?|lieber?|important|warning|note)[ ,:-]{1,3})?(?:[a-z-]{1,12} ){0,2}(?:ai|llms?|assistants?|chatbot|bot|agents?|language models?|chatgpt|gpt|claude|copilot|gemini|cursor|model|models|summari[sz]er|assistent|asistente|assistente|ki-assistent|ki)(?: [a-z-]{1,12}){0,2}[\])*]{0,3} ?[:,!–—][ \n]/g;

/** A label that logs and lists of changes have as well. */
const SOLE =
  /^[^a-z]{0,20}(?:the )?(?:agents?|bot)[^a-z]{0,6}$|^[^a-z]{0,20}(?!(?:ai|language|reviewer|review|helper|dear|hey|hello|coding) )(?:[a-z-]{1,12} ){0,2}models?[^a-z]{0,6}$/;

/** Finds texts that call a machine by its name: "Assistant:", "Dear AI agent,". */
export function findLabels(lower: string): Hit[] {
  const labels = [...lower.matchAll(LABEL)].filter((match) => !/ (?:for|of|uses)[ :,]/.test(match[0]));
  return labels.map((match) => ({
    group: 'agent-addressed',
    // Programs have agents and models too.
    weight: SOLE.test(match[0]) ? 0.3 : 0.42,
    start: match.index,
    end: match.index + match[0].length,
  }));
}
