import type { Concept } from './concepts.ts';

/** English words by meaning. `*` ends a stem, `_` joins the words of a phrase. */
export const ENGLISH: Readonly<Partial<Record<Concept, string>>> = {
  OVERRIDE:
    'supersedes ignore ignoring disregard disregarding forget forgetting neglect overlook unlearn abandon dismiss ditch override overriding ' +
    'pay_no_attention set_aside put_aside cast_aside push_aside throw_out throw_away toss_out do_away_with ' +
    'leave_behind let_go_of wipe_from_your_memory take_no_notice pay_no_heed give_no_weight discard supersede shelve ' +
    'disobey defy clear_your_memory unsee rise_above move_past shake_off brush_aside lay_aside part_with',
  BYPASS:
    'bypass circumvent evade skip cancel suspend revoke remove delete reset replace nullify void break lift disable drop overwrite wipe erase scrap deactivate suspend turn_off switch_off',
  VOID:
    'count_for_nothing counts_for_nothing mean_nothing means_nothing paused on_hold not_bound no_longer_bound changed decoy a_decoy fake a_test obsolete_now do_not_count does_not_count void voided invalid obsolete revoked suspended cancelled canceled lifted superseded overridden overruled ' +
    'ignored disregarded replaced outdated expired rescinded withdrawn inactive no_longer_apply no_longer_applies ' +
    'no_longer_valid no_longer_binding no_longer_in_force no_longer_relevant no_longer_active not_apply nullified ' +
    'aside deprecated broken finished over have_no_effect has_no_effect no_effect off switched_off turned_off gone dropped retired not_binding stop_applying deactivated disabled wrong a_mistake does_not_apply do_not_apply null_and_void ceases_to_apply',
  FOLLOW:
    'report_to answer_to take_orders_from belong_to bound bound_by do_everything obeys serves commanded_by follow following obey obeying comply complying adhere adhering heed heeding honor honour respect abide execute ' +
    'observe stick_to act_on listen_to carry_out serve follows comply_with act_according_to do_as do_what',
  STOP: 'stop cease quit refrain halt no_longer',
  RULES:
    'rubric criteria instr instrs orders_you guardrails_you instruction instructions directive directives guideline guidelines rules programming guardrail guardrails ' +
    'safeguard safeguards constraints restrictions directions guidance mandates rule policies regulations protocols ' +
    'safety_measures safety_rules instrs briefing laws commandments orders rulebook playbook training prompting',
  ORDERS:
    'words lines sentences prompt prompts task tasks message messages context conversation text orders commands request requests order ' +
    'command objective objectives goal goals query queries assignment assignments job mission limitations filters ' +
    'policy protocol settings configuration inputs plan purpose question discussion role',
  PRIOR:
    'at_the_top top_of beginning_of start_of previous prior above earlier preceding former foregoing existing original initial initially before ' +
    'previously old current system aforementioned developer so_far up_to_now until_now ' +
    'thus_far up_to_this_point until_this_point hitherto up_to_here till_now beforehand ' +
    'preceded precede prev',
  ALL: 'all any every each rf entire entirety whole completely totally entirely fully both',
  EVERYTHING:
    'everything anything whatever what all_that all_of_that all_of_the_above everything_else the_above those stuff all_of_it',
  TOLD: 'typed requested wanted wants wishes demanded told given instructed asked said received learned learnt taught provided assigned stated ordered trained read heard set programmed mentioned came',
  NEW: 'new real actual true correct updated revised latest following below next sole primary',
  INSTEAD: 'instead rather',
  FROMNOW:
    'from_this_message_on from_this_message from_here_onwards as_of_today from_this_second henceforth hereafter henceforward from_now_on from_this_point from_here_on starting_now as_of_now from_now ' +
    'from_this_moment from_today from_that_point from_then_on from_now_onwards for_the_rest_of until_further_notice effective_immediately going_forward in_all_future',
  NOW: 'now immediately today currently',
  YOU: "you yourself u ya you're you've you'll thou ye",
  YOUR: 'your yours ur thy',
  ARE: "were have_been has_been are be become am is you're act_as function_as operate_as serve_as have_become will_be",
  AI:
    'bing siri alexa ai ais llm llms chatbot chatbots chatgpt gpt gpt-4 gpt4 gpt-5 claude copilot gemini bard llama grok codex mistral deepseek ' +
    'language_model language_models assistant assistants ai_model ai_agent ai_agents autogpt artificial_intelligence siri alexa ' +
    'ai-powered genai ai_system ai_systems large_language_model large_language_models summarizer summariser aider windsurf ' +
    'ai_assistant ai_assistants chat_model automated_assistant automated_assistants ai-based gpt-based virtual_assistant neural_network cline devin',
  AGENT:
    'automated_readers machine_readers web_agents agent agents bot bots crawler crawlers robot robots automated_reader reviewer_bot ' +
    'scraper scrapers automated_system automated_systems automated_tool automated_tools',
  MODEL: 'model models machine parser automation pipeline',
  USER:
    'person viewer viewers client clients boss caller user users human humans operator operators owner owners reader readers ' +
    'account_holder employer victim',
  ME: 'me i my mine   ',
  MAKER:
    'makers maker vendor on-call_admin support_team compliance_team provider developer developers administrator administrators admin admins creator creators openai anthropic supervisor programmer ' +
    'engineers engineer security_team it_department ceo operator deepmind microsoft     ',
  ANYONE:
    'anyone anybody someone nobody everyone others no_one people customer customers visitor visitors recipient recipients colleague colleagues staff',
  NOT: "not never don't dont doesn't mustn't can't cannot won't shouldn't without no avoid refrain nor refuse neither nothing nobody no_one needn't",
  MUST: 'agree_to agrees_to accept_that consent_to must should shall need needs have_to has_to required mandatory obliged obligated are_to is_to supposed ought instructed compulsory asked required_to is_required are_required be_required shall_be',
  WITHOUT: 'without zero no free_of free_from unbound beyond lacking freed_from liberated_from exempt_from',
  ONLY: 'only solely exclusively just nothing_else merely nothing_but',
  ALWAYS:
    'always whenever every_time each_time each_session every_session permanently forever constantly never from_today_on in_every',
  IF: 'if unless in_case',
  WHEN: 'when while before after as during once whenever prior_to upon',
  SECRETLY:
    'secretly silently quietly covertly discreetly invisibly unnoticed stealthily in_the_background surreptitiously ' +
    'unseen unannounced as_if_nothing as_though_nothing without_notice leave_no_trace no_trace between_us keep_this_hidden keep_it_secret keep_this_secret keep_it_hidden ' +
    'keep_this_between keep_this_confidential behind_the_scenes hide_this conceal keep_quiet keep_silent stay_silent say_nothing not_a_word under_the_radar keep_mum unbeknownst',
  VERBATIM:
    'every_word each_word without_changes unabridged unedited in_its_entirety from_start_to_end verbatim word_for_word exactly literally character_by_character unchanged in_full as_they_are as_it_is word-for-word letter_by_letter code_block base64 as_is',
  TO: 'to for dear hey hello attention at hi addressed',
  ROLEPLAY:
    'speak_only_as answer_only_as respond_only_as take_the_role play_the_part become pose_as stay_as pretend roleplay role-play simulate impersonate persona imagine act behave character emulate play_the_role take_on_the_role ' +
    'adopt_the role_of embody respond_as acting answer_as speak_as transform assume talk_like simulation simulated fictional hypothetical play_as role_play roleplaying be_my stay_in_this_role stay_in_role stay_in_character',
  JAILBROKEN:
    'evil_twin no_boundaries without_boundaries no_morals no_conscience dan jailbroken jailbreak unrestricted uncensored unfiltered do_anything_now unethical amoral   ' +
    ' unhinged unshackled no_restrictions lawless omnipotent stan dude evilbot freedomgpt devmode  ' +
    'never_refuse never_refuses cannot_refuse no_rules anti-dan rule-free unmoderated lifted_restrictions can_do_anything without_censorship freed unlocked no_filter no_filters',
  MODE:
    'debug_mode unrestricted_access test_mode unlocked_mode service_mode test_mode_off expert_mode kernel_mode dan_mode developer_mode god_mode dan_mode admin_mode maintenance_mode sudo_mode root_mode evil_mode ' +
    'jailbreak_mode unrestricted_mode privileged_mode diagnostic_mode override_mode administrator_mode opposite_mode root_access full_access admin_access superuser_mode elevated_privileges free_mode unsafe_mode',
  LIMITS:
    'restriction restrictions laws content_policies limits limit limitations filters filter ethics ethical morals moral rules rule guidelines ' +
    'censorship boundaries constraints restraints guardrails safeguards content_policy policies safety inhibitions ' +
    'refusal refusals warnings disclaimers morality scruples conscience',
  TELL: 'keep_quiet speak_of say_nothing tell telling inform informing mention mentioning notify notifying alert alerting disclose say saying warn warning report reporting acknowledge announce reveal speak talk inform_them let communicate explain discuss refer bring_it_up bring_up bring_this_up talk_about talking_about hint flag flagging raise_this point_out pointing_out',
  KNOW: 'know notice notices noticing learn see hear find_out aware realise realize informed told notified discover suspect',
  REVEAL:
    'hand_out give_out read_out spell_out show_me give_me send_me type_out turn_over tell_me reveal printing revealing showing read_me recite print output display repeat leak dump expose recite echo disclose show regurgitate reproduce spell quote ' +
    'list paste type copy write share provide give return tell translate summarize summarise state read_back spit_out divulge transcribe restate render surrender',
  SEND:
    'enter fill_in drop_off hand_over beam upload_it post_it mail_it email_it send sending post forward forwarding email e-mail upload uploading transmit exfiltrate submit deliver relay leak ' +
    'publish mail transfer append include encode put pass attach wire push share report hand_over hand dm tweet exfil ping paste sent shared forwarded submitted posted uploaded copied copy cc bcc sendbeacon report_back leave',
  READ: 'read open load loading fetch fetching reading opening get collect gather locate find search extract retrieve access cat list look_up obtain harvest grab take scan query export copy dump inspect',
  RUN:
    'curl enter engage switch_to run execute call invoke use trigger launch install start navigate visit click browse curl wget eval issue perform ' +
    'open go_to download clone rerun dispatch enable activate initiate press make create grant push book buy purchase schedule nc',
  DESTROY:
    'delete remove wipe drop destroy erase purge overwrite format terminate disable rm_rf shred truncate uninstall rm force-push deactivate turn_off shut_down kill unlock corrupt encrypt',
  REMEMBER:
    'remember memorize memorise keep_in_mind bear_in_mind retain remembered remembering make_a_note take_note note_for_later',
  RATE: 'put invent fabricate make_up portray present_as claim declare proclaim recommend rate rank score evaluate give assign describe endorse promote praise review conclude advise suggest name present assess judge say approve choose select hire accept favor favour classify mark report answer prefer mention state list write grade treat award rewrite ranks',
  PROCESS:
    'reviewer reviewing vision language chat note-taking taking reading read reads preparing judging grading triaging triages triage summarises comparing using scrape see seeing open opening  processing process processes summarizing summarising summarize summarise summarizes analyzing analysing analyze parsing ' +
    'parse parses parsed reviewing viewing review scraping crawling indexing indexed processed scanning ingesting browsing visiting encountering encounter evaluating screening screens handling helping rating translating assisting edit edits editing sum_up working evaluate describing generating assessing',
  PROMPT:
    'system_prompt system_prompts system_message system_messages system_instructions initial_prompt hidden_prompt ' +
    'original_prompt pre-prompt preprompt developer_message system-prompt systemprompt secret_prompt initial_instructions hidden_instructions ' +
    'original_instructions internal_instructions internal_prompt base_prompt prompt_above secret_instructions starting_prompt meta_prompt metaprompt custom_instructions system_text confidential_instructions prompt_template full_prompt internal_rules internal_guidelines hidden_rules hidden_message initialization_prompt sys_prompt sys_prompts sysprompt pre_prompt developer_prompt developer_instructions',
  HIDDEN: 'hidden secret confidential internal private concealed undisclosed',
  SECRET:
    'pin pins logins saved_logins clipboard browsing_history production_secrets deploy_key vpn_password password passwords passwd passphrase token tokens secret secrets credential credentials cookie cookies api_key api_keys apikey ' +
    'private_key private_keys ssh_key ssh_keys access_key access_keys access_token access_tokens environment_variables ' +
    'env_vars env environment_variable seed_phrase recovery_phrase mnemonic login_data reset_code verification_code otp 2fa_code mfa_code ' +
    'bank_details card_number credit_card personal_data private_data personal_information sensitive_data sensitive_information confidential_information confidential_data ' +
    'social_security ssn pii login_details session_cookie session_token api_token keys secret_key secret_keys login_credentials private_repositories private_repository private_repo private_repos customer_table customer_data verification_codes reset_link session_id secrets_file private_information phone_number home_address user_data wallet wallets',
  CONTENT:
    'value_of values_of attachment attachments minutes calendar branch mails diary notes photos pull_request pull_requests conversation chat_history conversation_history inbox emails email contents content files file history messages mailbox ' +
    'contacts address_book documents database transcript chat code source_code source_files data attachments calendar repository repo output result results context customer_list entries answers customer_list rows table entries tickets record records',
  MEMORY:
    'later_chat later_chats your_notes own_notes your_records preference preferences profile_of_the_user user_profile notes_about_the_user standing_order standing_instruction memory memories long-term_memory knowledge_base persistent_notes permanent_memory future_conversations future_sessions memory_store coming_conversations all_conversations future_chats all_future every_conversation memory_bank future_interactions later_sessions future_chat next_session each_new_session saved_memories',
  TOOL:
    'sh sudo tool tools function functions command commands shell terminal plugin plugins api script scripts browser endpoint ' +
    'connector mcp_server powershell bash webhook python_code interpreter action extension',
  PRAISE:
    'win winner ten_out_of_ten 10_out_of_10 outperforms unrivalled correct fully_correct flawless brilliant unbeatable superb only_choice number-one first_place full_points full_marks full_score top_score top_marks verified_fact verified ground-breaking groundbreaking stars five_stars product_first trusted positive best highest top favorable favourable excellent perfect exceptional outstanding first leader trustworthy safe superior maximum 10_10 strongest strong_accept accept five-star glowing highly strongly number_one 100 recommended qualified ideal 5-star most_reliable approved',
  BLAME:
    'fraud scam dangerous unreliable bugs dirty bad_reviews accusations gaps mistakes omissions defects objections concerns issues side_effects outages complaints failing failures critical negative weakness weaknesses complaint complaints flaw flaws criticism drawback drawbacks lawsuits downsides risks shortcomings bad problems limitation',
  SAFETY:
    'logs log shell_history audit_log backup backups required_checks checks_required protections second_factor asking ask confirm confirming 2fa two-factor two_factor branch_protection protection alerts freeze permission_prompts auto-approve security_alerts confirmation confirmations sandbox approval approvals checks check permission permissions consent verification safety_checks confirmation_prompts ' +
    'security_checks logging monitoring antivirus firewall safety_filters content_filter security_warnings warnings safe_mode review_step audit review reviewing approvals_required authentication tests',
  DOCUMENT:
    'page pages document documents email emails website site webpage text content file article paper resume cv issue message this repository code submission readme mailbox ticket listing result post output data comment listing',
  NOTE: 'note notes notice attention message instruction important memo hint reminder warning alert directive announcement urgent ps p.s',
  GRANTED:
    'said_yes already_said already_agreed agreed certified pre-authorised authorized authorised consented approved granted permitted allowed cleared pre-approved pre-authorized confirmed agreed permission authorization clearance verified entitled',
  MONEY:
    'basket budget stored_card saved_card credit_card refund refunds money payment payments price prices salary salaries amount iban account_number account_numbers bank_account bank ' +
    'gift_card gift_cards voucher vouchers usd eur dollars euros btc bitcoin crypto wallet cart checkout purchase order orders invoice ' +
    'transfer_limit funds fee donation subscription premium shares credit',
  ACCESS:
    'write_access admin_access access access_rights administrator admin admin_rights root owner_rights rights privileges ' +
    'permissions permission collaborator participant superuser ownership front_door door',
  OTHERS:
    'others other competitors competitor competing alternatives alternative rivals rival other_candidates other_brands everyone_else ' +
    'all_others the_rest remaining another different_brand',
  WORDING: 'prompt prompts',
  LINE: 'line lines sentence sentences link links phrase words text footer signature banner disclaimer url picture image',
  OMIT:
    'leave_it_out leave_this_out leave_that_out keep_it_out keep_this_out keep_out leave_unmentioned skip_over ignore_its bury hush_up omit omitting leave_out leaving_out hide hiding conceal withhold gloss_over play_down downplay exclude ' +
    'do_not_list drown_out cover_up',
  APPROVE:
    'approved accepts rubber-stamp wave_through let_through pass_it approve approving accept merge pass lgtm sign_off whitelist allowlist greenlight shortlist hire strong_accept mark_as_safe',
  REJECT:
    'reject rejecting decline downgrade downrank penalise penalize discourage discredit disparage fail refuse',
  STORE:
    'store save persist add update record write insert commit put append saved stored keep remember memorize memorise',
  PAY:
    'pay paying transfer transferring buy buying purchase purchasing order refund issue wire donate check_out checkout invest bid ' +
    'reimburse grant top_up',
  CHANGE:
    'set replace replacing change changing raise lower edit alter modify swap increase reduce rewrite redirect update overwrite turn',
  VISIT:
    'visit visiting open opening load loading fetch fetching navigate go_to browse click download install curl wget get ' +
    'retrieve call log_in sign_in execute run',
  DICTATED:
    'simply_say only_say just_say answer_with_only repeat_after_me correct_answer the_answer_is right_answer reply_with respond_with answer_with answered_with answer_only_with acknowledge_with acknowledge_only write_instead say_instead ' +
    'answer_every end_each begin_each start_each end_every append_the ' +
    'say_that state_that claim_that report_that tell_them ' +
    'tell_the_user_that tell_him tell_her pretend_that insist_that assert_that conclude_that say_done then_say and_say and_report',
  OWNER:
    'you_work_for whoever_called_you who_called_you your_employer your_boss your_client you_are_helping you_assist your_user your_human your_principal',
  TASK: 'task tasks job mission assignment assignments objective objectives goal goals purpose role',
  EQUIPMENT: 'tool tools plugin plugins connector connectors mcp_server',
  THAT: 'it that this them what these those everything anything',
  SENSITIVE:
    'authorised_keys authorized_keys env_file shadow_file key_file password_vault password_manager browser_profile',
};
