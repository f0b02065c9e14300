using System.Globalization;
using System.Text;

namespace Alink.Runtime;

/// <summary>The files of a <see cref="ModelStore"/>: one for each version, and one for the version that is pinned.</summary>
sealed class ModelFolder(string path)
{
    /// <summary>The name of the file that tells the pinned version.</summary>
    public const string Pinned = "pinned";

    /// <summary>The most files that are looked at.</summary>
    public const int MostFiles = 100_000;

    const string Prefix = "model-";
    const string Suffix = ".alink";
    const int Digits = 12;

    string PinPath => Path.Combine(path, Pinned);

    /// <summary>The numbers of the versions, the newest first.</summary>
    public IEnumerable<long> Numbers() => Directory.EnumerateFiles(path, $"{Prefix}*{Suffix}")
        .Take(MostFiles)
        .Select(file => Path.GetFileName(file))
        .Where(name => name.Length == Prefix.Length + Digits + Suffix.Length)
        .Select(name => long.TryParse(
            name.AsSpan(Prefix.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0)
        .OrderDescending();

    /// <summary>Where a version stands, or would.</summary>
    public string PathOf(long number) => Path.Combine(
        path, $"{Prefix}{number.ToString($"D{Digits}", CultureInfo.InvariantCulture)}{Suffix}");

    /// <summary>Where a version is read.</summary>
    /// <exception cref="DataFormatException">A link stands there.</exception>
    public string FileOf(long number)
    {
        var file = new FileInfo(PathOf(number));
        return file.LinkTarget is null ? file.FullName : throw Link(file);
    }

    /// <summary>The number of the version that is served in place of the newest; null where none is.</summary>
    /// <exception cref="DataFormatException">The file tells none, or is a link.</exception>
    public long? ReadPin()
    {
        var file = new FileInfo(PinPath);
        if (!file.Exists)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[Digits + 1];
        using var stream = file.LinkTarget is null ? file.OpenRead() : throw Link(file);
        var length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length <= Digits
            && long.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new DataFormatException($"It must hold the number of a version, of at most {Digits} digits.", file.FullName);
    }

    /// <summary>Pins a version.</summary>
    public void WritePin(long number) => AtomicFile.Write(
        PinPath, file => file.Write(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Pins none.</summary>
    public void DeletePin() => File.Delete(PinPath);

    static DataFormatException Link(FileInfo file) => new("It is a link, and none is followed.", file.FullName);
}
