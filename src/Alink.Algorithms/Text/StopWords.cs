using System.Collections.Immutable;

namespace Alink.Text;

/// <summary>A language whose stop words are known.</summary>
public enum StopWordLanguage
{
    /// <summary>None: only the words given.</summary>
    None,

    /// <summary>English, with its contractions, and what is left of these where words are cut at an apostrophe.</summary>
    English,
}

/// <summary>The words of each language that say little by themselves.</summary>
/// <remarks>Written for this project class by class from the grammar of the language, and under its licence
/// (Apache-2.0); taken from no other list.</remarks>
public static class StopWords
{
    const string Determiners =
        "a an the this that these those each every either neither some any no all both half few many much more most less least several enough "
        + "such another other others own same";

    const string Pronouns =
        "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself "
        + "it its itself they them their theirs themselves who whom whose which what whoever whatever whichever "
        + "someone somebody something anyone anybody anything everyone everybody everything nobody nothing none one";

    const string Prepositions =
        "about above across after against along among around as at before behind below beneath beside besides between beyond by "
        + "despite down during except for from in inside into near of off on onto out outside over past per since through "
        + "throughout till to toward towards under until up upon via with within without";

    const string Conjunctions = "and or but nor so yet if unless because while whereas although though than whether";

    const string Adverbs =
        "again also almost already always even ever here there hence how however just maybe never not now often only perhaps quite rather "
        + "sometimes somewhere still then therefore thus too very when whenever where wherever why once else elsewhere";

    const string Auxiliaries =
        "am is are was were be been being have has had having do does did doing done "
        + "can could may might must shall should will would ought cannot";

    const string Contractions =
        "i'm you're he's she's it's we're they're that's who's what's where's there's here's how's when's why's let's "
        + "i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll it'll we'll they'll "
        + "isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't can't couldn't mustn't mightn't shan't shouldn't "
        + "won't wouldn't needn't";

    const string Remnants = "s t d m ll re ve isn aren wasn weren haven hasn hadn don doesn didn couldn mustn shan shouldn wouldn";

    static readonly ImmutableArray<string> English =
        [.. string.Join(' ', Determiners, Pronouns, Prepositions, Conjunctions, Adverbs, Auxiliaries, Contractions, Remnants).Split(' ')];

    /// <summary>The stop words of a language, in small letters.</summary>
    public static ImmutableArray<string> Of(StopWordLanguage language) => language == StopWordLanguage.English ? English : [];
}
