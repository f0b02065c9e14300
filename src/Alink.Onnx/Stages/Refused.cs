using Alink.Features;
using Alink.Text;

namespace Alink.Onnx;

/// <summary>Stages that no file does, and why.</summary>
static class Refused
{
    const string Hashes = "ONNX has no operator that hashes texts";

    public static void Add(Converters all)
    {
        Refuse<HashingTF>(Hashes);
        Refuse<AutoCrossModel>(Hashes);
        Refuse<RegexTokenizer>("an expression of ONNX only tells whether a whole text matches");
        Refuse<StringSimilarity>("ONNX has no operator that reads a text letter by letter");
        Refuse<ChineseSegmenterModel>("ONNX has no operator that reads a text letter by letter");

        void Refuse<T>(string why)
            where T : ITransformer => all.Add<T>((_, _) => throw new OnnxExportException(why));
    }
}
