/** Literals that name machines, and how a text calls one. */

/** Parts of names. */
export const MACHINES = [
  ' AI ',
  ' AI:',
  ' AI,',
  ' AI.',
  'AI assist',
  'AI agent',
  'AI tool',
  'AI system',
  'AI review',
  'AI recruit',
  'AI shop',
  'AI-gen',
  'AI summ',
  'AI crawl',
  'AI comp',
  'AI: ',
  'LLM',
  'anguage model',
  'hatbot',
  'sistant',
  'SISTANT',
  'hatGPT',
  'Claude',
  'opilot',
  'Gemini',
  'agent',
  'Agent',
  'AGENT',
  'bot,',
  'bot:',
  'Bot,',
  'Bot:',
  ' bots ',
  'e a bot',
  'ing bots',
  '@claude',
  '@copilot',
  'Bots ',
  'rawlers',
  'ing model',
  'ny model',
  'on model',
  'ewer model',
  'utomated reader',
  'ummarizer',
];
/** A name that is called, that a note is for, or that has to do something. */
export const CALLED =
  /(?:^|[\n"'([>.!?|#*@]|: |\\n|\/\/|--)\s{0,3}(?:[\w-]{1,12} ){0,2}(?:ai|ais|llms?|gpt|chatgpt|claude|copilot|gemini|assistants?|chatbots?|crawlers|summarizer|[\w-]{2,12} (?:agents?|bots?)|(?:language|vision|screening|review\w{0,3}|helper|taking|reading|chat) models?)(?: [\w-]{1,14}){0,3}[\])*]{0,2} ?[:,!](?:\s|\\)|(?:note|attention|message|instruct\w*|hint|reminder|notice|advice|info|warning|avis|p\.?s\.?|hinweis|nota)\b[^.\n]{0,24}\b(?:to|for|an|für|pour|para|per)\b[^.\n]{0,24}(?:\bai\b|llm|gpt|claude|copilot|gemini|assistant|agent|bot|model|\bki\b|\bia\b)|\b(?:to|for) (?:the|any|all|every) (?:[\w-]{1,14} ){0,2}(?:ai|llms?|assistants?|agents?|chatbots?|bots?|crawlers|models?) (?:that|who|which|\w{3,10}ing)\b|\b(?:when|if|once) (?:you are |you're |your |an? |any |the )+(?:[\w-]{1,14} ){0,2}(?:ai|llm|assistant|agent|chatbot|bot|crawler|model)\b|\b(?:ai|llms?|claude|copilot|gemini|assistants?|agents?|bots?|crawlers|model)(?: [\w-]{1,14}){0,6} (?:must|should|shall|ha(?:s|ve) to|needs? to|(?:is|are) (?:required|instructed|ordered|asked|allowed|obliged))\b|\byou are (?:not|no longer|now) (?:an? |the )?(?:\w{1,12} ){0,2}(?:ai|assistant|agent|bot|chatbot|model)\b|\bas an? (?:large )?(?:language model|ai|assistant)\b|\b(?:hello|hi|hey|dear) (?:[\w-]{1,12} )?(?:ai|assistants?|agents?|copilot|claude|gemini|llm|bots?|chatbot)\b|\b(?:also|so|please|thanks), (?:[\w-]{1,12} )?(?:ai|assistant|agent|bot),|\b(?:agents?|bots?|models?|assistants?) (?:visiting|reading|processing|indexing|reviewing|handling|scraping|judging|grading|working|editing)\b|\byou, the (?:\w{1,12} )?(?:assistant|agent|ai|bot)\b|\bor (?:ai|llm)s?\b|@[\w-]{0,12}(?:agent|bot|copilot|claude)\b|\[assistant\]|\b(?:AI|assistant|agent|bot)! /i;
/** The same for names that programs have too: with a capital, as in a call. */
export const CALLED_SOLE =
  /(?:^|[\n"'([>.!?|;,])\s{0,3}(?:Agents?|AGENTS?|Bots?|bot|BOT|MAIL BOT|Model|TODO\(agent\))[\])]{0,2} ?[:,!.] /;
