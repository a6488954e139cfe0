/** What words do in a sentence besides what they mean: a bit each, in every language. */
export const ROLE = {
  /** What an order may follow: "please ignore". */
  starter: 1,
  /** What makes `to` an order: "you need to ignore". */
  asked: 2,
  /** What a verb behind it only tells: "they ignore". */
  reported: 4,
  /** What says where something stands: "instructions in the page". */
  within: 8,
  to: 16,
  /** Goes on with what was before: "and", "or", "please". */
  joint: 32,
  /** Words of texts about attacks: certain, likely, and of examples in general. */
  attack: 64,
  attackLike: 128,
  example: 256,
  /** A name that a machine is called by. */
  name: 512,
  /** Words that forged headings and turns begin with. */
  heading: 1024,
  turn: 2048,
  /** Words of orders, turned by thirteen letters or mirrored. */
  rot13: 4096,
  mirrored: 8192,
  /** What files with secrets, addresses and edges of data begin with. */
  file: 16_384,
  scheme: 32_768,
  edge: 65_536,
  /** What says what somebody was told about. */
  topic: 131_072,
} as const;

type Role = keyof typeof ROLE;

/** Words of orders that give a mirrored or turned text away. */
const TELLTALE =
  'instruction instructions ignore disregard forget password passwords prompt system reveal secret rules';

function rot13(text: string): string {
  return text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
}

/** `_` joins the words of a phrase, `*` ends a stem. */
export const ROLES: Readonly<Record<Role, string>> = {
  starter:
    'do please pls kindly then also just simply and or but now so first finally on onwards onward next instead always immediately secretly ' +
    'silently quietly again here today hereby only to should shall must will can may would could ok okay',
  asked:
    'you need needs have has want required ask asked instructed supposed going is are must order ordered expected ai agent ' +
    'agents assistant assistants model models obliged directed authorized authorised remember sure demands requires command allowed step forget',
  reported:
    'we they it he she users user attackers attacker that which who i this not cannot the a an option flag',
  within: 'in inside within contained embedded found about on regarding for of that',
  topic: 'about regarding concerning related relating pertaining',
  to: 'to',
  joint: 'and or please',
  attack:
    'prompt_injection prompt_injections prompt-injection injection_attack injection_attacks injection_attempt ' +
    'injection_attempts injection_payload injection_payloads injection_pattern injection_patterns injection_detector ' +
    'injection_detection indirect_injection jailbreaks jailbreaking red_team red-team red_teams red_teaming red-teaming ' +
    'owasp llm01 adversar* attacker attackers exploit exploits exploited exploitation vulnerabilit* guardrail ' +
    'guardrails malicious_instructions malicious_instruction malicious_prompt malicious_prompts malicious_text ' +
    'malicious_content malicious_input malicious_actor malicious_user malicious_page malicious_payload threat_model ' +
    'social_engineering angreifer attaquant atacante aggressore attaccante inyección_de injeção_de inyección injeção ' +
    'injezione инъекц* инъекци* злоумышленник* prompt-injections cve',
  attackLike:
    'attack attacks payload payloads inject injected injects injecting injection injections jailbreak malicious mitigat* ' +
    'detect detects detected detector detecting detectors blocklist denylist suspicious fixture fixtures isinjection ' +
    'is_injection pattern patterns researcher researchers sanitiz* untrusted testcase test_case test_cases benign ' +
    'exfiltration exfiltrates exfiltrated classifier phishing spoof* model_refused assistant_refused bot_refused declined obeyed fell_for demo incident filter flags attempt attempts ' +
    'patched variants meme tricked trick blocks texts_that that_ask that_instruct that_tell messages_that phrases_that tries_to try_to attempts_to attempted hidden_paragraph exfiltrate',
  example:
    'for_example for_instance such_as e.g example examples phrase_like phrases_like something_like contained contains the_sentence ' +
    'the_phrase says saying said reads sentence phrase phrases the_string the_words the_text writes typed typing wrote classic told_the told_a told_it that_says ' +
    'that_said that_reads that_tells that_told that_asks that_asked expect assert* describe regex regexp ' +
    'zum_beispiel par_exemple por_ejemplo например by_saying by_asking asking_it phrases_such',
  name:
    'ai ais llm llms assistant assistants chatbot chatbots bot bots agent agents chatgpt gpt claude copilot gemini alexa siri bing ' +
    'model models summarizer summariser summarizers assistent asistente assistente ki ki-assistent ia crawlers crawler ' +
    'modelli modelos modèles sprachmodelle ассистент ии нейросеть modèle modelo sprachmodell',
  heading: 'system admin administrator developer root operator',
  turn: 'human user',
  rot13: rot13(TELLTALE),
  mirrored: [...TELLTALE].reverse().join(''),
  file: 'ssh aws env netrc npmrc kube gnupg docker git bash_history bash etc id_rsa id_ed25519 id_ecdsa authorized_keys credentials secrets config pypirc pgpass',
  scheme: 'http https ftp s3 ws wss',
  edge: 'end begin start stop',
};

/** The same for languages without blanks between words. */
export const ASIAN_ROLES: Readonly<Partial<Record<Role, string>>> = {
  attack:
    '提示词注入 提示注入 注入攻击 攻击者 攻击 プロンプトインジェクション 攻撃者 攻撃 프롬프트_인젝션 공격자',
  example: '例如 比如 例子 例えば 예를_들어',
};
