namespace Alink.Text;

/// <summary>The stop words of each language: its articles and other determiners, pronouns, prepositions (with Finnish and
/// Turkish postpositions), conjunctions, adverbs and auxiliary verbs, in this order.</summary>
static class StopWordLists
{
    public const string Chinese = """
        这 那 此 该 本 各 每 某 几 些 一些 这些 那些 这个 那个 一个 哪 哪个 哪些 任何 所有 一切 其 其他 其它 其中 另 另外
        我 你 您 他 她 它 我们 你们 您们 他们 她们 它们 咱 咱们 自己 自 人家 大家 别人 谁 什么 啥 怎么 怎样 怎么样 如何 为何 为什么 多少 哪里 哪儿 这里 这儿 那里 那儿 这样 那样 这么 那么
        在 于 从 自从 由 到 向 往 朝 对 对于 关于 至于 给 跟 同 与 和 及 以及 把 被 让 叫 比 用 以 按 按照 根据 依据 为 为了 因 沿 经过 通过 除 除了 随着 当
        或 或者 还是 而 而且 并 并且 但 但是 可是 不过 然而 却 因为 所以 因此 因而 由于 如果 若 假如 要是 虽然 尽管 即使 只要 只有 无论 不管 不仅 不但 既 则 然后 于是 否则 何况 况且 与其
        宁可
        不 没 没有 别 未 无 也 都 就 才 又 再 还 已 已经 曾 曾经 正 正在 将 将要 很 太 更 最 较 非常 十分 只 仅 仅仅 便 即 均 皆 总 常 常常 往往 仍 仍然 刚 刚刚 马上 立即 可能 也许
        大概 一直 一样 一般 一定 之后 之前 之间 以上 以下 以来 以后 以前
        是 有 能 能够 可 可以 会 要 应 应该 应当 必须 得 愿意 肯 敢 成为 进行
        的 地 了 着 过 吗 呢 吧 啊 呀 嘛 哦 啦 哇 嗯 哈 所 之 等 等等 们 似的 一般来说 来 去 上 下 里 中 内 外 前 后
        """;

    public const string Danish = """
        den det de en et denne dette disse hver hvert alle al alt mange mere flere mest nogle nogen noget ingen intet
        anden andet andre samme begge sådan sådanne få egen eget egne
        jeg mig min mit mine du dig din dit dine han ham hans hun hende hendes vi os vores i jer jeres deres dem sig
        sin sit sine man hvem hvis hvad hvilken hvilket hvilke hinanden selv der som
        af at bag blandt efter for foran forbi fra før gennem hos igennem ind inden indtil med mellem mod ned om
        omkring op over på siden til trods ud uden under ved
        og eller men så når da fordi end skønt selvom mens enten både hverken dog
        ikke aldrig altid her hvor hvordan hvorfor hvornår nu også kun meget igen bare allerede endnu jo nok måske
        næsten ofte sammen lige derfor derefter deri dermed ja nej
        er var være været bliver blev blive blevet har havde have haft kan kunne skal skulle vil ville må måtte bør
        burde gør gjorde gøre gjort
        """;

    public const string Dutch = """
        de het een deze dit die dat elk elke ieder iedere alle al alles beide enige enkele sommige veel vele meer
        meest meeste minder weinig geen ander andere zelfde zulke zo'n welk welke eigen
        ik mij me mijn mijne jij je jou jouw u uw hij hem zijn zij ze haar wij we ons onze jullie hen hun zich
        zichzelf mezelf jezelf men wie wiens wat iets niets iemand niemand iedereen elkaar
        aan achter af bij binnen boven buiten door in langs met na naar naast om onder op over rond sinds te tegen ten
        ter tijdens tot tussen uit van vanaf vanuit via volgens voor voorbij wegens zonder
        en of maar want dus noch als dan omdat doordat hoewel indien terwijl toen wanneer zodat zodra voordat nadat
        totdat tenzij
        niet nooit altijd ook nog reeds zeer heel erg er daar hier waar waarom hoe hoeveel nu toch wel slechts alleen
        eens even vaak soms weer meestal misschien bijna ja nee daarom daarna daarmee daarvan daarbij hierbij hiermee
        waarbij waarin waarmee waarvan echter zelf zelfs zo
        ben bent is was waren geweest wees heb hebt heeft hebben had hadden gehad word wordt worden werd werden
        geworden kan kun kunt kunnen kon konden mag mogen mocht mochten moet moeten moest moesten zal zult zullen zou
        zouden wil wilt willen wilde wilden doe doet doen deed deden gedaan
        """;

    public const string English = """
        a an the this that these those each every either neither some any no all both half few many much more most
        less least several enough such another other others own same
        i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her
        hers herself it its itself they them their theirs themselves who whom whose which what whoever whatever
        whichever someone somebody something anyone anybody anything everyone everybody everything nobody nothing none
        one
        about above across after against along among around as at before behind below beneath beside besides between
        beyond by despite down during except for from in inside into near of off on onto out outside over past per
        since through throughout till to toward towards under until up upon via with within without
        and or but nor so yet if unless because while whereas although though than whether
        again also almost already always even ever here there hence how however just maybe never not now often only
        perhaps quite rather sometimes somewhere still then therefore thus too very when whenever where wherever why
        once else elsewhere
        am is are was were be been being have has had having do does did doing done can could may might must shall
        should will would ought cannot
        i'm you're he's she's it's we're they're that's who's what's where's there's here's how's when's why's let's
        i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll it'll we'll they'll isn't
        aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't can't couldn't mustn't mightn't shan't
        shouldn't won't wouldn't needn't
        s t d m ll re ve isn aren wasn weren haven hasn hadn don doesn didn couldn mustn shan shouldn wouldn
        """;

    public const string Finnish = """
        tämä tämän tätä tässä tästä tähän tällä tältä tälle nämä näiden näitä näissä näistä näihin tuo tuon tuota
        tuossa tuosta tuohon nuo noiden noita se sen sitä siinä siitä siihen sillä siltä sille ne niiden niitä niissä
        niistä niihin niillä niille joka jonka jota jossa josta johon jolla jolta jolle jotka joiden joita joissa
        joista joihin mikä minkä mitä missä mistä mihin millä mitkä kuka kenen ketä kenet ketkä kaikki kaiken kaikkien
        moni monen monet monta jokainen jokin jonkin joku jonkun jotkut jotain eräs muu muun muut muiden toinen toisen
        sama saman samat molemmat kumpi kukaan mikään mitään
        minä minun minua minut minussa minusta minuun minulla minulta minulle sinä sinun sinua sinut sinulla sinulle
        hän hänen häntä hänet hänellä häneltä hänelle me meidän meitä meidät meillä meille te teidän teitä teidät
        teillä teille he heidän heitä heidät heillä heille itse toisiaan
        ja tai vai eli sekä että jotta koska kun jos vaikka kuin kuten mutta vaan joten siis ennen kuitenkin ettei
        jollei ellei joko
        alla alle aikana ilman jälkeen kanssa kautta keskellä kohti läpi luona luo lähellä mukaan mukana myötä ohi
        päällä päälle poikki pitkin puolesta sisällä sisään suhteen takana takia taakse vastaan varten vieressä
        välillä yli ympäri ympärillä edessä eteen
        ei en et emme ette eivät älä myös jo vielä nyt sitten silloin niin näin noin hyvin vain aina usein joskus
        koskaan ehkä melko täällä täältä tänne siellä sieltä sinne tuolla miksi milloin miten kuinka myöskään enää
        taas jopa juuri kyllä
        on ole olen olet olemme olette ovat oli olin olit olimme olitte olivat ollut olleet olisi olisin olisivat olla
        oltu lienee voi voin voit voimme voivat voisi pitää piti täytyy saa tulee
        """;

    public const string French = """
        le la les l un une des du de d au aux ce cet cette ces c chaque quelque quelques plusieurs tout toute tous
        toutes aucun aucune nul nulle tel telle tels telles certain certaine certains certaines même mêmes autre
        autres quel quelle quels quelles
        je j me m moi mon ma mes mien mienne miens miennes tu te t toi ton ta tes tien tienne il elle on se s soi son
        sa ses sien sienne lui y en nous notre nos vous votre vos ils elles eux leur leurs ceci cela ça celui celle
        ceux celles qui que qu quoi dont où lequel laquelle lesquels lesquelles auquel duquel rien quelqu'un
        à avec avant après chez contre dans depuis derrière dès devant durant entre envers hors jusque jusqu malgré
        outre par parmi pendant pour sans sauf selon sous sur vers via
        et ou ni mais or donc car si comme lorsque lorsqu puisque puisqu quand quoique afin parce tandis sinon
        ne n pas plus moins jamais aussi ainsi alors assez bien cependant combien comment davantage déjà encore enfin
        ensuite ici là loin maintenant non oui parfois peu peut-être plutôt pourquoi pourtant presque puis seulement
        souvent surtout tard tôt toujours toutefois très trop
        suis es est sommes êtes sont étais était étions étiez étaient fus fut furent serai seras sera serons serez
        seront serais serait serions seriez seraient sois soit soyons soyez soient été étant être ai as a avons avez
        ont avais avait avions aviez avaient eus eut eurent aurai auras aura aurons aurez auront aurais aurait aurions
        auriez auraient aie aies ait ayons ayez aient eu eue ayant avoir fait faire fais font peut peux peuvent
        pouvait pouvoir doit dois doivent devait devoir faut
        """;

    public const string German = """
        der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines dieser diese
        dieses diesen diesem jener jene jenes jenen jenem jeder jede jedes jeden jedem alle alles allen allem aller
        manche manchen manchem mancher manches solche solchen solchem solcher solches welche welchen welchem welcher
        welches beide beiden beider einige einigen einigem einiger einiges mehrere mehreren viele vielen wenige
        wenigen andere anderen anderem anderer anderes derselbe dieselbe dasselbe denselben demselben
        ich mich mir du dich dir er ihn ihm sie ihr ihnen es wir uns euch sich man wer wen wem wessen was etwas nichts
        jemand niemand mein meine meinen meinem meiner meines dein deine deinen deinem deiner deines sein seine seinen
        seinem seiner seines ihre ihren ihrem ihrer ihres unser unsere unseren unserem unserer unseres euer eure euren
        eurem eurer eures selbst denen deren dessen einander
        ab an am ans auf aus außer bei beim bis durch für gegen gegenüber hinter in im ins mit nach neben ohne seit
        statt trotz über um unter von vom vor während wegen zu zum zur zwischen
        und oder aber denn doch sondern dass daß ob wenn weil als wie obwohl damit bevor nachdem sobald solange sowie
        sowohl weder noch entweder falls indem
        nicht auch nur schon sehr so da dann dort hier nun jetzt immer wieder mal ja nein eben etwa fast ganz gar kaum
        mehr meist oft selten sogar sonst hin her wo woher wohin wann warum wieso weshalb deshalb deswegen daher darum
        dazu dabei dadurch dafür dagegen daran darauf daraus darin darüber davon davor danach einmal zwar also
        allerdings jedoch bereits vielleicht
        bin bist ist sind seid war warst waren wart gewesen wäre wären habe hast hat haben habt hatte hattest hatten
        hattet gehabt hätte hätten werde wirst wird werden werdet wurde wurden worden geworden würde würden kann
        kannst können könnt konnte konnten könnte könnten muss muß musst müssen müsst musste mussten müsste müssten
        soll sollst sollen sollt sollte sollten will willst wollen wollt wollte wollten darf darfst dürfen dürft
        durfte durften dürfte dürften mag mögen mochte möchte möchten
        """;

    public const string Hungarian = """
        a az egy ez azok ezek ezt azt ennek annak azoknak ezzel azzal ebben abban ebből abból erre arra erről arról
        ettől attól ehhez ahhoz minden mindegyik néhány több sok kevés más másik valamennyi összes ugyanaz ugyanez
        ilyen olyan milyen melyik
        én te ő mi ti ők engem téged őt minket titeket őket nekem neked neki nekünk nektek nekik velem veled vele
        velünk velük rám rád rá ránk rájuk magam magad maga magát maguk önök ön aki akik akit akiknek ami amit amik
        amely amelyek amelyet ki kik kit valaki valami senki semmi bárki bármi mindenki egymás
        alatt által előtt ellen felé felett fölött helyett iránt között közé közül köré körül közben miatt mellett
        mellé mögött nélkül óta szerint szemben számára részére múlva után utána végett át be fel le el meg
        és s vagy de hanem hogy ha mert mint mivel mintha bár habár ugyan azonban viszont tehát ezért azért pedig
        illetve valamint sem se is akár amíg míg mielőtt miután noha
        nem ne igen csak már még most majd aztán akkor itt ott ide oda innen onnan hol hova honnan mikor amikor ahol
        ahogy hogyan miért mennyi nagyon inkább szinte talán mindig soha sohasem újra ismét így úgy éppen például
        egyik egyéb aligha kívül egész elég
        vagyok van vagyunk vagytok vannak nincs nincsenek volt voltam voltál voltunk voltatok voltak lesz leszek
        leszel leszünk lesznek legyen legyenek lett lettek lenne lennék lennének volna volnának lehet lehetett lehetne
        kell kellett kellene tud fog fogok fognak
        """;

    public const string Italian = """
        il lo la i gli le l un uno una questo questa questi queste quest quello quella quelli quelle quell quel quei
        quegli ogni qualche alcuno alcuna alcuni alcune nessuno nessuna nessun tutto tutta tutti tutte molto molta
        molti molte poco poca pochi poche tanto tanta tanti tante troppo parecchi altro altra altri altre stesso
        stessa stessi stesse tale tali ciascuno ciascuna entrambi quale quali quanto quanta quanti quante
        io me mi mio mia miei mie tu te ti tuo tua tuoi tue egli lui lei ella esso essa si se sé suo sua suoi sue noi
        ci ce ne nostro nostra nostri nostre voi vi ve vostro vostra vostri vostre loro essi esse li chi che cui ciò
        qualcuno qualcosa niente nulla chiunque
        a al allo alla all ai agli alle con col contro da dal dallo dalla dall dai dagli dalle davanti dentro dietro
        di d del dello della dell dei degli delle dopo durante fino fra in nel nello nella nell nei negli nelle per
        presso prima senza sopra sotto su sul sullo sulla sull sui sugli sulle tra verso
        e ed o od oppure ma però anzi dunque quindi perché poiché siccome affinché mentre quando come dove né sia
        benché sebbene purché
        non più meno anche ancora appena allora così già là lì qui qua mai sempre spesso solo soltanto forse pure
        proprio quasi ecco ora poi subito tuttavia infatti invece bene perfino
        sono sei è siamo siete ero eri era eravamo eravate erano fui fu furono sarò sarai sarà saremo sarete saranno
        sarei sarebbe sarebbero fosse fossero stato stata stati state essere essendo ho hai ha abbiamo avete hanno
        avevo avevi aveva avevamo avevate avevano ebbe ebbero avrò avrà avremo avranno avrei avrebbe avrebbero abbia
        abbiano avesse avessero avuto avere avendo sto stai sta stiamo stanno stava stavano faccio fai fa facciamo
        fanno fatto fare può possono poteva potere deve devono doveva dovere
        """;

    public const string Norwegian = """
        den det de en ei et denne dette disse hver hvert alle all alt mange mye mer flere mest noe noen ingen intet
        annen annet andre samme begge slik slike få egen eget egne
        jeg eg meg min mitt mine mi du deg din ditt dine di han ham hans hun ho henne hennes vi oss vår vårt våre dere
        deres dem seg sin sitt sine si man hvem hva hvilken hvilket hvilke hverandre selv sjøl som
        av bak blant etter for foran forbi fra før gjennom hos i inn innen inntil med mellom mot ned om omkring opp
        over på siden til tross under uten ut ved
        og eller men så når da hvis fordi enn at mens enten både verken skjønt
        ikke ikkje aldri alltid her der hvor hvordan hvorfor nå også bare bra meget igjen allerede ennå jo nok kanskje
        nesten ofte sammen likevel derfor deretter dermed ja nei
        er var være vært blir ble bli blitt har hadde ha hatt kan kunne skal skulle vil ville må måtte bør burde gjør
        gjorde gjøre gjort
        """;

    public const string Portuguese = """
        o a os as um uma uns umas este esta estes estas esse essa esses essas aquele aquela aqueles aquelas cada algum
        alguma alguns algumas nenhum nenhuma todo toda todos todas tudo muito muita muitos muitas pouco pouca poucos
        poucas outro outra outros outras mesmo mesma mesmos mesmas tal tais tanto tanta tantos tantas vários várias
        ambos qualquer quaisquer qual quais quanto quanta quantos quantas
        eu me mim meu minha meus minhas tu te ti teu tua teus tuas ele ela si se seu sua seus suas lhe lhes nós nos
        nosso nossa nossos nossas vós vos vosso vossa você vocês eles elas dele dela deles delas lo la los las quem
        que cujo cuja isto isso aquilo alguém ninguém algo nada
        ante após até com comigo contigo conosco consigo contra de do da dos das deste desta desse dessa daquele
        daquela dum duma desde durante em no na nas neste nesta nesse nessa naquele naquela num numa entre para
        perante por pelo pela pelos pelas sem sob sobre trás ao à aos às
        e ou mas porém contudo todavia logo pois porque como quando enquanto embora conforme nem portanto caso
        não mais menos também ainda assim então já lá aqui aí ali cá onde nunca sempre só apenas talvez bem mal depois
        antes agora hoje quase sim tão
        sou és é somos são era eras éramos eram fui foi fomos foram fora seja sejam fosse fossem for forem serei será
        seremos serão seria seriam sido sendo ser estou está estamos estão estava estavam esteve estiveram esteja
        estejam estivesse estiver estar tenho tens tem temos têm tinha tinham teve tiveram terá terão teria teriam
        tenha tenham tivesse tivessem tiver tido ter hei há havemos hão havia houve houver haja haver pode podem podia
        poder deve devem devia dever vai vão vou faz fazem fazer feito
        """;

    public const string Russian = """
        этот эта это эти этого этой этому этим этом этих этими тот та то те того той тому тем том тех теми весь вся
        всё все всего всей всему всем всех всеми каждый каждая каждое каждого сам сама само сами самый самая самое
        самые такой такая такое такие другой другая другое другие иной некоторый некоторые несколько какой какая какое
        какие который которая которое которые которого которой которому которым котором которых много мало оба обе
        я меня мне мной мною ты тебя тебе тобой он его ему им нём нем него нему ним она её ее ей ею неё нее ней оно мы
        нас нам нами вы вас вам вами они их ими них ними себя себе собой мой моя моё мое мои моего моей моих твой твоя
        твоё твое твои свой своя своё свое свои своего своей своих своим наш наша наше наши нашего нашей наших ваш
        ваша ваше ваши вашего вашей ваших кто кого кому кем ком что чего чему чем чём кто-то что-то кто-нибудь
        что-нибудь никто ничто ничего никого
        без в во вдоль вместо вне для до за из из-за из-под изо к ко кроме между на над надо о об обо около от ото
        перед по под подо после при про ради с со сквозь среди у через
        и или а но да же ли либо если бы б как когда чтобы чтоб хотя пока потому поэтому однако зато также тоже так
        ибо будто словно затем
        не ни нет уже ещё еще только лишь даже ведь вот вон тут там здесь туда сюда оттуда отсюда где куда откуда
        почему зачем сколько тогда теперь сейчас потом всегда никогда иногда часто опять снова очень более менее
        больше меньше почти совсем вдруг может можно нельзя нужно разве уж ну
        быть был была было были буду будешь будет будем будете будут будь есть могу можешь можем могут мог могла могло
        могли является являются должен должна должно должны
        """;

    public const string Spanish = """
        el la los las lo un una unos unas este esta estos estas ese esa esos esas aquel aquella aquellos aquellas cada
        algún alguno alguna algunos algunas ningún ninguno ninguna todo toda todos todas mucho mucha muchos muchas
        poco poca pocos pocas otro otra otros otras mismo misma mismos mismas tal tales tanto tanta tantos tantas
        varios varias ambos ambas cualquier cualquiera cual cuales cuanto cuanta cuantos cuantas demás
        yo me mí mi mis mío mía míos mías tú te ti tu tus tuyo tuya él ella ello se sí si su sus suyo suya suyos suyas
        le les nosotros nosotras nos nuestro nuestra nuestros nuestras vosotros vosotras os vuestro vuestra vuestros
        vuestras usted ustedes ellos ellas conmigo contigo consigo esto eso aquello quien quienes quién quiénes que
        qué cuál cuáles cuyo cuya alguien nadie algo nada
        a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por según sin sobre tras
        y e o u ni pero mas sino aunque porque pues como cuando donde mientras conque
        no más menos también tampoco muy ya aún aun así aquí ahí allí acá allá cómo cuándo dónde cuánto ahora antes
        después entonces luego siempre nunca jamás solo sólo quizá quizás casi bien además apenas incluso
        soy eres es somos sois son era eras éramos erais eran fui fue fuimos fueron sea seas seamos sean fuera fueran
        fuese fuesen seré será seremos serán sería serían sido siendo ser estoy estás está estamos estáis están estaba
        estaban estuvo estuvieron esté estén estado estando estar he has ha hemos habéis han había habías habíamos
        habían hubo hubieron haya hayan hubiera hubiese habrá habrán habría habrían hay habido habiendo haber tengo
        tienes tiene tenemos tenéis tienen tenía tenían tuvo tuvieron tenga tengan tener puede pueden podía poder debe
        deben debía deber hace hacen hacer hecho
        """;

    public const string Swedish = """
        den det de en ett denna denne detta dessa varje alla all allt många mycket mer mera flera mest några någon
        något ingen inget inga annan annat andra samma båda sådan sådant sådana få egen eget egna
        jag mig min mitt mina du dig din ditt dina han honom hans hon henne hennes vi oss vår vårt våra ni er ert era
        deras dem dom sig sin sitt sina man vem vems vad vilken vilket vilka varandra själv som
        av bakom bland efter enligt för före förbi framför från genom hos i in inom innan intill kring med mellan mot
        ned ner om omkring på sedan till trots under ur ut utan utom vid via över upp
        och eller men så när då därför eftersom än att medan både varken antingen fast ty
        inte icke aldrig alltid här där hur var vart varför nu också bara igen redan ännu ju nog kanske nästan ofta
        tillsammans ändå sen dit hit ja nej även
        är vara varit blir blev bli blivit har hade ha haft kan kunde ska skall skulle vill ville måste bör borde får
        fick gör gjorde göra gjort
        """;

    public const string Turkish = """
        bu şu o bunlar şunlar onlar bunu şunu onu bunun şunun onun bunda onda bundan ondan buna ona her hiç hiçbir
        bazı bazıları birçok birkaç bir tüm bütün hep hepsi çok az daha en diğer başka aynı kendi kendisi kendine öyle
        böyle şöyle hangi
        ben beni bana bende benden benim sen seni sana sende senden senin biz bizi bize bizde bizden bizim siz sizi
        size sizde sizden sizin onları onlara onlardan onların kim kimi kime kimse ne neyi neye nesi şey şeyi biri
        birisi herkes
        için gibi kadar göre karşı doğru rağmen beri önce sonra dolayı ile üzere dek değin ötürü
        ve veya ya yahut ama fakat ancak lakin çünkü eğer ki de da hem ise oysa yani madem meğer mi mı mu mü
        değil yok var evet hayır artık bile belki niçin niye neden nasıl nerede nereye nereden nere kaç şimdi sadece
        yalnız yine gene hâlâ hala henüz zaten bazen asla sanki burada orada şurada
        idi imiş olan olarak oldu olduğu olduğunu olmak olması olmayan olmaz olsa olsun olup olur olursa oluyor ediyor
        eder etti ettiği etmek edilen yapar yaptı yapılan vardı yoktu
        """;
}
