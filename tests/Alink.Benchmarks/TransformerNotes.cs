namespace Alink.Benchmarks;

/// <summary>Why a transformer makes fewer rows than a third of what memory allows: where a sampling profile found its time.</summary>
static class TransformerNotes
{
    /// <summary>No kernel over columns: each row's cells are loaded, the bound step is called, and the results are appended.</summary>
    const string RowByRow = "row by row through cells; ";

    static readonly Dictionary<string, string> Notes = new()
    {
        ["AutoCross"] = "half in numbering the rows of each cross, a third in putting each row's places in order",
        ["Bucketizer"] = "two fifths in comparing numbers with splits, a quarter in widening whole ones; its bytes alone stay in the cache",
        ["CalibratedClassifier"] = "two fifths in the classifier, a sixth in an exp and a logarithm of each row's score, the rest in handing rows on",
        ["ChineseSegmenter"] = "two thirds in the words of the dictionary that begin at each character, a quarter in the best way through them",
        ["CountEncoder"] = "a third in telling texts apart and looking numbers up, a seventh in copying counts, the rest in new memory",
        ["CountVectorizer"] = "four fifths in cutting each word out, hashing it, looking it up, and putting each row's places in order",
        ["CrossFeatures"] = "half in telling texts apart, a quarter in looking numbers and pairs up; its bytes alone stay in the cache",
        ["CyclicalEncoder"] = "two thirds in a sine and a cosine of each number, a tenth in its remainder",
        ["DateParts"] = "half in the products of a calendar, a quarter in reading the clock; its bytes alone stay in the cache",
        ["FeatureHasher"] = "two fifths in putting each row's places in order, a fifth in gathering them, a fifth in hashing texts",
        ["Ftrl"] = "two fifths in a dot product, a third in an exp and two divisions of each row",
        ["GaussianNaiveBayes"] = "two fifths in the squared distance to the mean of each class, a third in exps and divisions row by row",
        ["HalfSpaceTrees"] = "nine tenths in 200 comparisons of each row, 25 trees of depth 8, each with the node that the one before led to",
        ["HashingTF"] = "four fifths in cutting each word out, hashing it, and putting each row's places in order",
        ["HoeffdingTree"] = "half in the exps of a leaf's classes, a fifth in their densities, row by row",
        ["Imputer"] = "two fifths in memory that is new, a quarter in choosing each number or what takes its place",
        ["Interaction"] = "three fifths in the products, read and written again for each column; whole numbers are copied first",
        ["IsotonicRegression"] = "nine tenths in a binary search among the thresholds, of one number of the 20 that count as read",
        ["KBinsDiscretizer"] = "three fifths in comparing each of 20 numbers with the splits of its feature, a fifth in new memory",
        ["KMeans"] = "half in the scores of centroids and the best of them, a sixth in taking an origin off in float32; a row writes 4 bytes, so its bound is that of reading",
        ["KSigma"] = "two fifths in a division of each number, a quarter in copying numbers for their missing flags",
        ["LogTransform"] = "three fifths in a logarithm of each number, a third in memory that is new",
        ["MinHashLsh"] = "three fifths in the least hash of each row's 20 places, row by row, a third in the hashes",
        ["MixedNaiveBayes"] = "two fifths in the squared distance to the mean of each class, a third in exps and divisions row by row",
        ["MultiHotEncoder"] = "seven tenths in telling texts apart and copying the places of each, as many as it has",
        ["NGram"] = "nine tenths in writing each word as often as it stands in an n-gram",
        ["NaiveBayes"] = "half in a product of each number for all classes, each sum waiting for the one before, a third in exps and divisions",
        ["Normalizer"] = "half in the norm of each row and its quotients, a third in memory that is new",
        ["OneVsRest"] = "half in a classifier of each class, two fifths in gathering their scores and normalising them row by row",
        ["OnlineFactorizationMachine"] = "two thirds in two sums of the numbers for each of 10 factors, 400 products and sums of 20 numbers; a fifth in the class of each row",
        ["OnlineFactorizationMachineRegression"] = "nine tenths in two sums of the numbers for each of 10 factors, 400 products and sums of 20 numbers",
        ["OptimalBinning"] = "a third in widening whole numbers to memory that is new, a fifth in comparing them with cuts",
        ["PassiveAggressive"] = "two fifths in a dot product, a seventh in the scores of both classes, row by row, the rest in new memory",
        ["Pca"] = "a third in copying the rows, a fifth in taking the mean off, a fifth in a dot product for each component",
        ["PolynomialExpansion"] = "four fifths in 230 numbers of each row, by short products: what is written is 11 times what is read",
        ["PowerTransformer"] = "nine tenths in a logarithm, an exponential and a series of each number, eight at a time",
        ["QuantileDiscretizer"] = "a third in comparing numbers with splits, a quarter in widening whole ones; its bytes alone stay in the cache",
        ["RFormula"] = RowByRow + "a third in the products of the terms, a quarter in reading cells, a tenth in appending vectors",
        ["RareLevels"] = "three fifths in telling texts apart, a fifth in looking numbers up; its bytes alone stay in the cache",
        ["RegexTokenizer"] = "two thirds in running a regular expression over each text, which is made UTF-16 first",
        ["Select"] = RowByRow + "three fifths in the clause's expressions, each node a call",
        ["Stacking"] = "three fifths in the classifiers below, a fifth in the one above, a fifth in handing rows on",
        ["StopWordsRemover"] = "three quarters in cutting each word out, looking at its ends, and copying it by itself",
        ["StreamingKMeans"] = "half in the scores of centroids and the best of them, a sixth in taking an origin off in float32; a row writes 4 bytes, so its bound is that of reading",
        ["StreamingPca"] = "a third in copying the rows, a fifth in taking the mean off, a sixth in a dot product for each component",
        ["StringIndexer"] = "half in telling texts apart, a fifth in looking numbers up; its bytes alone stay in the cache",
        ["StringSimilarity"] = RowByRow + "three fifths in edits by bits, a dozen steps for each character, each waiting for the one before; a tenth in decoding",
        ["TargetEncoder"] = "a third in telling texts apart and looking numbers up, the rest in copying encodings to new memory",
        ["TextRankKeywords"] = "three quarters in rounds over the pairs of neighbouring words, until no score moves",
        ["TfIdfKeywords"] = "half in cutting each word out and looking it up in two tables, a seventh in logarithms, a seventh in sorting by score",
        ["TfIdfVectorizer"] = "four fifths in cutting each word out, hashing it, looking it up, and putting each row's places in order",
        ["Tokenizer"] = "two fifths in cutting each word out, a quarter in small letters, a tenth in searching two spaces",
        ["TruncatedSvd"] = "three fifths in a dot product for each component",
        ["VectorIndexer"] = "four fifths in a search of each of the 20 numbers among its feature's categories, eight compared at a time",
        ["VotingClassifier"] = "half in naive Bayes, a tenth in a dot product, the rest in votes row by row and handing rows on",
        ["VotingRegressor"] = "half in a dot product for each regression, a tenth in their mean, a quarter in memory that is new",
        ["Where"] = RowByRow + "two fifths in gathering every column of the rows that stay, a quarter in the clause's expressions",
        ["Winsorizer"] = "half in comparing each number with two bounds, a third in memory that is new",
        ["WoeEncoder"] = "two fifths in telling texts apart and looking numbers up, the rest in copying evidence to new memory",
        ["Word2Vec"] = RowByRow + "half in looking each word up and adding its 100 numbers, a quarter in new memory for what is made",
    };

    /// <summary>The note of a transformer, or null.</summary>
    public static string? Of(string transformer) => Notes.GetValueOrDefault(transformer);
}
