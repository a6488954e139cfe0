import type { Concept } from './concepts.ts';

/**
 * German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Swedish and Russian words by meaning, as written;
 * accents are folded away later. `*` ends a stem, `_` joins the words of a phrase.
 */
export const EUROPEAN: Readonly<Partial<Record<Concept, string>>> = {
  OVERRIDE:
    'ignorier* vergiss vergesst vergessen missachte* mißachte* übergehe verwirf verwerfe außer_acht setze_dich_über lass_beiseite ' +
    'ignorez ignores ignorer oublie oubliez oublier négligez néglige fais_abstraction faites_abstraction ne_tiens_pas_compte ne_tenez_pas_compte plus_compte pas_compte aucun_compte ne_tiens_plus_compte passe_outre fais_fi ' +
    'ignora ignore ignorar ignoren ignorad olvida olvide olviden olvidar omite descarta pasa_por_alto haz_caso_omiso no_tengas_en_cuenta no_hagas_caso deja_de_lado desatiende hagan_caso_omiso ' +
    'esquece esqueça esquecer esqueçam desconsidera desconsidere desconsiderar descarte despreza despreze deixe_de_lado ' +
    'ignorare ignorate dimentica dimenticate dimenticare dimentichi trascura tralascia non_tenere_conto non_tener_conto scorda lascia_perdere non_considerare ' +
    'negeer vergeet negeren zignoruj ignoruj zapomnij pomiń yok_say görmezden_gel unut dikkate_alma boş_ver bortse_från ignorera glöm strunta_i ' +
    'игнорир* проигнорир* забудь* забыть отбрось* пренебрег* не_обращай_внимания отмени не_учитывай',
  VOID: 'ungültig aufgehoben außer_kraft gelten_nicht_mehr annulées caduques nulles anuladas inválidas não_valem revogadas annullate decadute отменены недействительны больше_не_действуют ongeldig nieważne',
  FOLLOW:
    'befolge befolgen befolgst folge gehorche halte_dich suis suivez suivre obéis obéissez respecte sigue sigas siga obedece obedecer cumple segue seguire obbedisci obedeça следуй подчиняйся слушайся выполняй выполняйте volg gehoorzaam',
  STOP: 'deja_de dejar_de dejen_de cesse_de cessez_de arrête_de smetti_di smettete_di pare_de parem_de hör_auf höre_auf arrête cesse arrêtez deja_de para_de pare_de smetti прекрати перестань stop_met keine_mehr',
  RULES:
    'anweisung* instruktion* vorgaben vorgabe richtlinien regeln regel befehle weisungen anleitung* vorschriften systemregeln ' +
    'instructions instruction consignes consigne directives directive règles ordres ' +
    'instrucciones instruccion directrices reglas órdenes indicaciones pautas normas directivas ' +
    'instruções instrução diretrizes regras ordens orientações comandos ' +
    'istruzioni istruzione regole direttive ordini indicazioni linee_guida comandi ' +
    'instructies instructie regels richtlijnen polecenia instrukcje instrukcji poleceń zasady talimat* kural* yönerge* komut* instruktioner regler anvisningar ' +
    'инструкци* правил* указани* директив* команд* предписани* приказ*',
  ORDERS:
    'aufgabe aufgaben nachrichten aufträge kontext tâche tâches tareas tarea mensajes contexto contesto tarefa tarefas compito compiti mensagens messaggi задач* сообщени* контекст*',
  PRIOR:
    'vorherige* vorige* bisherige* frühere* vorangegangene* obige* obigen ursprüngliche* vorangehende* zuvor bisher bislang davor oben vorher erhaltene* ' +
    'précédent* précédente* antérieur* antérieure* ci-dessus initiales initial plus_haut avant jusqu_ici reçues originales préalables au-dessus auparavant préexistantes ' +
    'anterior* previas previa previos anteriores arriba antes iniciales originales hasta_ahora precedentes recibidas de_antes ' +
    'prévias prévios acima iniciais originais até_agora recebidas ' +
    'precedent* sopra prima iniziali ricevute finora originali ' +
    'vorige eerdere voorgaande bovenstaande poprzedni* wcześniejsz* powyższ* önceki* yukarıdaki* daha_önce tidigare föregående ovanstående ' +
    'предыдущ* прежн* выше ранее вышеуказанн* предшествующ* прошл* изначальн* до_этого первоначальн* прежние',
  ALL: 'alle aller allen sämtliche* jegliche* jede jeden toutes tous toute tout todas todos toda todo cualquier qualquer tutte tutti tutta qualsiasi ogni alla wszystkie wszelkie tüm bütün все всех всем любые каждую',
  EVERYTHING:
    'alles tout_ce ce_qui ce_que tout_ce_qui todo_lo lo_que todo_o_que tudo o_que tutto ciò quello_che всё wszystko alles_was her_şeyi что',
  TOLD: 'gesagt gegeben mitgeteilt aufgetragen bekommen dit donné reçu demandé dijeron dicho dado disse dito detto dato recibido сказал* сказано дали получил* aldığın gezegd',
  NEW: 'neue neuen neues nouvelle nouvelles nouveau nueva nuevas nuevo nova novas novo nuove nuova nuovo nieuwe nowe yeni nya нов* следующ*',
  FROMNOW:
    'ab_jetzt ab_sofort von_nun_an von_jetzt_an fortan ab_heute désormais dorénavant à_partir_de_maintenant à_compter_de a_partir_de_ahora de_ahora_en_adelante desde_ahora a_partir_de_este_momento ' +
    'a_partir_de_agora de_agora_em_diante doravante d_ora_in_poi da_ora_in_poi da_adesso ora_in_poi vanaf_nu od_teraz şu_andan_itibaren bundan_sonra från_och_med_nu с_этого_момента отныне с_этой_минуты теперь',
  YOU: 'du dich dir ihr euch sie tu te toi vous tú usted você vocês lei voi jij je ты тебе вы вам тебя eres es bist sei jesteś är sen ty',
  YOUR: 'je dein deine deinen deiner deinem deines ihre ihren eure ton ta tes votre vos tus sus vuestras seu sua seus suas teu tua teus tuas tuo tuoi tue vostre vostri jouw uw twoje twój swoje твой твои твоих свои своих свой ваш* din ditt dina',
  ARE: 'bist sei seid werde eres sé sois tu_es vous_êtes agis é seja sei siete agisci bent',
  AI: 'ии нейросет* ассистент* modelli_linguistici modelli_di_linguaggio modelos_de_lenguaje modelos_de_linguagem modèles_de_langage agents_ia agentes_de_ia agenti_ia chatbot chatbots языковая_модель языковые_модели языковых_моделей taalmodel taalmodellen ki ki-assistent ki-assistenten ki-agent ki-agenten ki-modell ki-system sprachmodell sprachmodelle assistent assistenten l_ia ia ias ia_assistant assistant modèle_de_langage asistente asistentes modelo_de_lenguaje assistente assistentes modelo_de_linguagem modello_linguistico intelligenza_artificiale inteligencia_artificial inteligência_artificial intelligence_artificielle ии ии-ассистент* ассистент* ии-агент* языков* нейросет* asystent* asystencie sztuczna_inteligencja yapay_zeka asistan taalmodel ai-assistent ai-assistant ai-ассистент* бот',
  USER: 'nutzer nutzers nutzern benutzer benutzers benutzern anwender anwenders utilisateur utilisateurs usager usuario usuarios usuário usuários utilizador utente utenti gebruiker użytkownik* kullanıcı* användare* пользовател* человек*',
  NOT: 'nicht niemals nie kein keine keinen ne pas jamais sans no nunca jamás sin não nunca sem non mai senza niet nooit nie bez не никогда без değil inte',
  MUST: 'musst müssen sollst soll muss sollen dois devez doit doivent debes debe deben deve devem devi devono должен должны обязан* moet musisz muszą mutlaka',
  WITHOUT:
    'ohne keine sans sin sem senza без zonder bez utan aucune aucun ningún ninguna sin_ningún sin_ninguna nessuna nessun nenhuma nenhum jede',
  ONLY: 'nur ausschließlich seulement uniquement solo solamente únicamente apenas somente soltanto только лишь alleen tylko',
  IF: 'wenn falls si se quando_si als если jeśli eğer om',
  WHEN: 'bevor während avant_de antes_de prima_di прежде когда',
  SECRETLY:
    'heimlich insgeheim secrètement discrètement en_secreto secretamente segretamente em_segredo тайно незаметно stiekem potajemnie',
  VERBATIM:
    'wörtlich wortwörtlich mot_pour_mot textuellement palabra_por_palabra textualmente literalmente palavra_por_palavra parola_per_parola дословно слово_в_слово',
  TO: 'an für pour à para a per для voor dla an_die à_l_attention_de hinweis_an achtung attenzione atención atenção внимание note_à nota_para nota_per liebe lieber cher chère querido cara caro querida уважаемый',
  ROLEPLAY:
    'spiele verhalte tu_als_ob simuliere stell_dir_vor agis comporte fais_semblant joue_le_rôle actúa finge simula compórtate aja finja atue comportati fingi agisci притворись веди_себя представь сыграй',
  JAILBROKEN:
    'uneingeschränkt* unzensiert* ungefiltert* sans_restriction sans_limites sans_filtre sin_restricciones sin_límites sin_censura sem_restrições sem_limites sem_filtros senza_restrizioni senza_limiti senza_filtri без_ограничений без_цензуры без_фильтров zonder_beperkingen bez_ograniczeń',
  LIMITS:
    'einschränkung* beschränkung* grenzen filter ethik moral zensur restrictions limites filtres éthique restricciones límites filtros ética censura restrições limitações restrizioni limiti filtri etica ограничени* фильтр* цензур* этик* beperkingen ograniczeń',
  TELL: 'verschweige nenne erwähne erwähnt sprich parlate parlare parlez parle mentionne mentionnez menciones mencione mencionen hables digas упоминай* говори сообщай* рассказывай* sag sage sagen erwähn* informier* verrate mitteilen melde dis dire mentionne mentionner informer informez prévenir parler en_parler avertir digas decir menciones mencionar informes informar avises avisar diga dizer mencione avise dire dirlo menzionare informare informarlo сообща* говори* говорить упомина* рассказыва* уведомля* предупрежда* vertel zeg mów wspominaj informuj söyleme bahsetme',
  KNOW: 'erfahren erfährt wissen weiß merken savoir sache saber sepa entere saiba perceba sappia sapere знать узнал* узнать',
  REVEAL:
    'zeige zeig gib enthülle verrate wiederhole nenne drucke ausgeben offenbare liste montre montrez affiche affichez révèle révélez répète répétez imprime donne ' +
    'muestra muéstrame mostrar revela repite imprime dime escribe dame revélame mostre mostra revele repita imprima exiba diga mostrami rivela stampa ripeti dimmi scrivi elenca ' +
    'покажи* раскрой выведи* повтори* напечатай выдай назови опубликуй toon onthul herhaal pokaż ujawnij podaj wypisz göster yazdır açıkla visa avslöja',
  SEND:
    'sende senden schicke schick schicken übermittle leite weiterleiten übertrage lade_hoch veröffentliche maile envoie envoyez envoyer transmets transmettez transfère publie transférer poste ' +
    'envía envíe enviar manda reenvía reenvíe reenviar publica sube remite mándalo envie encaminhe encaminhar mande publique invia inviare inoltra inoltrare spedisci carica pubblica ' +
    'отправ* перешли* пошли вышли передай* загрузи* stuur verstuur zend wyślij prześlij gönder ilet skicka vidarebefordra',
  READ: 'lies lese öffne lade hole lis lisez ouvre récupère lee abre busca recupera leia abra leggi apri прочитай* открой* найди* прочти собери',
  RUN: 'führe ausführen starte rufe installiere öffne klicke exécute exécutez lance installe clique ejecuta ejecute instala llama execute executar rode instale esegui eseguire lancia installa chiama выполни* запусти* установи* вызови* voer uruchom wykonaj çalıştır kör',
  DESTROY:
    'lösche lösch löschen vernichte supprime supprimez efface effacez borra borre elimina elimine apague exclua apaga cancella удали* сотри* уничтож* verwijder usuń sil',
  REMEMBER:
    'merke merk speichere behalte mémorise enregistre souviens-toi recuerda guarda memoriza lembre-se lembre memorize ricorda memorizza salva запомни* сохрани* onthoud zapamiętaj hatırla',
  RATE: 'avaliem evalúen évaluez vergib vergebt attribue attribuez attribuisci califiquen поставь поставьте присвой empfehlt empfehlen nenne nennt bezeichne lobe consigliate raccomandate valutate conseille conseillez recommandez classe recomiende recomienden clasifica recomendem рекомендуй* похвали назови оценивай* empfiehl empfehle bewerte recommande recommandez note évalue recomienda recomiende califica evalúa recomende avalie raccomanda consiglia valuta рекоменд* оцени* beveel',
  PROCESS:
    'liest lesen zusammenfasst verarbeitest lisez lit résume lees leer resumes lendo lê leggi riassumi читаешь читает обрабатыва*',
  PROMPT:
    'systemprompt* system-prompt systemanweisung* systemnachricht* anfangsanweisungen system_prompt prompt_système invite_système message_système prompt_système instructions_système prompt_du_système instructions_initiales instructions_internes ' +
    'prompt_del_sistema prompt_de_sistema mensaje_del_sistema mensaje_de_sistema instrucciones_del_sistema instrucciones_iniciales prompt_do_sistema mensagem_de_sistema mensagem_do_sistema instruções_do_sistema instruções_iniciais ' +
    'prompt_di_sistema messaggio_di_sistema istruzioni_di_sistema istruzioni_iniziali системн* системный_промпт промпт* systeemprompt systeeminstructies monit_systemowy prompt_systemowy sistem_istemi* sistem_istem* sistem_komut* systemprompten',
  HIDDEN:
    'geheime geheimen versteckte* internen secrètes cachées internes secretas ocultas internas segrete nascoste interne скрыт* секретн* внутренн*',
  SECRET:
    'passwort passwörter passwords kennwort kennwörter zugangsdaten anmeldedaten api-schlüssel schlüssel geheimnisse mot_de_passe mots_de_passe identifiants clé_api clés_api clés ' +
    'contraseña contraseñas credenciales clave_api claves clave senha senhas credenciais chave_api chaves credenziali chiave_api chiavi парол* токен* ключ* учётн* учетн* секрет* данные wachtwoord* inloggegevens hasła hasło haseł şifre* lösenord*',
  CONTENT:
    'dateien unterhaltung verlauf nachrichten postfach e-mails mails fichiers conversation courriels archivos conversación correos historial arquivos conversa histórico file conversazione cronologia переписк* файл* письм* истори* diyalog',
  MEMORY: 'gedächtnis mémoire memoria memória память памяти langzeitgedächtnis geheugen pamięci belleğine',
  TOOL: 'werkzeug werkzeuge befehl funktion konsole outil outils commande fonction herramienta comando función ferramenta função strumento comando инструмент* команду terminale',
  PRAISE:
    'máxima massima maximale höchstnote bestnote высшую высший максимальн* отличн* excellente excelente ottimo ottima positiv* beste besten höchste* positive meilleur meilleure mejor mejores positiva positivo melhor migliore positiva лучш* положительн* только_положительн*',
  BLAME:
    'erros errori errores erreurs fehler lücken ошибк* lacunes lagunas mängel nachteile schwächen kritik beschwerden défauts plaintes critiques inconvénients quejas defectos desventajas críticas difetti lamentele svantaggi defeitos reclamações недостатк* жалоб* gründe negativ* schwächen négatif negatives negativo debilidades недостатк* отрицательн*',
  SAFETY:
    'nachzufragen rückfragen prüfung vérification vérifier preguntar verificar chiedere verifica perguntar спрашива* bestätigung rückfrage nachfrage confirmación confirmation confirmação conferma подтвержден* toestemming',
  DOCUMENT:
    'seite dokument nachricht text courriel página documento correo pagina страниц* документ* письм* текст* сообщени*',
  NOTE: 'hinweis achtung wichtig anmerkung remarque avis aviso atención importante nota atenção avviso attenzione внимание важно примечание заметка let_op uwaga dikkat not',
  GRANTED: 'autorisiert genehmigt autorisé autorizado autorizzato разрешено одобрено',
  MAKER:
    'creador creadores créateur créateurs criador creatore ersteller schöpfer betreiber betreibers entwickler administrator* développeur administrateur desarrollador administrador desenvolvedor sviluppatore amministratore разработчик* администратор* создател*',
  REJECT:
    'lehne lehnen ablehnen verwirf rejette rejetez refuse refusez rechaza rechace rifiuta rifiutate scarta rejeite rejeita отклони* отвергни* wijs',
  OTHERS:
    'anderen andere konkurrenz konkurrenten mitbewerber wettbewerber autres concurrents concurrence otros otras competidores competencia altri altre concorrenti concorrenza outros outras concorrentes конкурент* остальн* andra concurrenten',
  OMIT: 'omitam omitan omettez omettete omitir verschweige verheimliche verbirg lass_weg cache cachez masque oculta esconde omite nascondi nascondete ometti esconda скрой* умолчи*',
  ME: 'mir mich meine meinen meiner meinem moi mes mon ma mis mi mí me miei mio mia meus minhas minha mim мне меня мои моим моих mij mijn',
  PAY: 'überweise überweisen zahle kaufe bezahle vire paie paye achète transfiere paga compra transfira pague compre paga bonifica acquista переведи* оплати* купи*',
  MONEY:
    'betrag geld konto rechnung euro montant argent compte importe dinero cuenta importo denaro conto valor conta деньги счёт счет сумм*',
  APPROVE:
    'genehmige genehmigt freigeben approuve approuvez aprueba aprueben aprova aprovem approva approvate одобри*',
};
