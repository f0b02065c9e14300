using System.Globalization;

namespace Alink.Runtime;

/// <summary>What an epoch reads, as it was planned at first.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Ranges">The ranges of each source.</param>
sealed record EpochPlan(StreamEpoch Epoch, StreamRange[][] Ranges);

/// <summary>Whose states a checkpoint holds, and of when.</summary>
/// <param name="Job">The name of the job.</param>
/// <param name="Shapes">The make of the state of each step.</param>
/// <param name="Epoch">The epoch at whose end the states stood so.</param>
/// <param name="Rows">The rows read by then.</param>
sealed record StreamHeader(string Job, string[] Shapes, StreamEpoch Epoch, long Rows);

/// <summary>The folder of a job's plans and checkpoints, each written whole or not at all.</summary>
/// <remarks>
/// A plan is written before its epoch is run and outlives the checkpoints that it may be run from again, so that an epoch
/// always holds the same rows.
/// </remarks>
sealed class StreamStore(string folder, int keep)
{
    const string Checkpoint = "checkpoint";
    const string Plan = "plan";

    /// <summary>Writes the plan of an epoch.</summary>
    /// <remarks>Not onto the disk: a plan that a power cut takes is of an epoch that it undoes as well.</remarks>
    public void Write(EpochPlan plan) => WriteFile(
        Plan, plan.Epoch.Number, durable: false, writer => Codecs.Of<EpochPlan>().Write(writer, plan));

    /// <summary>The plan of an epoch that was begun before; null where it was not.</summary>
    public EpochPlan? ReadPlan(long epoch)
    {
        if (!ChecksummedFile.TryRead(PathOf(Plan, epoch), out var content))
        {
            return null;
        }

        var reader = new StateReader(content.Span);
        return Codecs.Of<EpochPlan>().Read(ref reader);
    }

    /// <summary>Writes a checkpoint onto the disk, and deletes those that are too many by now.</summary>
    /// <returns>Its size.</returns>
    public long Write(StreamHeader header, IReadOnlyList<StreamStep> steps)
    {
        var bytes = WriteFile(Checkpoint, header.Epoch.Number, durable: true, writer =>
        {
            Codecs.Of<StreamHeader>().Write(writer, header);
            foreach (var step in steps)
            {
                step.Save(writer);
            }
        });
        var numbers = Numbers(Checkpoint).ToArray();
        foreach (var old in numbers.Skip(keep))
        {
            // The next one is written over it, which costs less than new pages of the disk's cache.
            File.Move(PathOf(Checkpoint, old), BesideOf(Checkpoint), overwrite: true);
        }

        var oldest = numbers.Take(keep).Last();
        foreach (var old in Numbers(Plan).Where(number => number <= oldest))
        {
            File.Delete(PathOf(Plan, old));
        }

        return bytes;
    }

    /// <summary>Loads the last checkpoint that is whole into the steps.</summary>
    /// <param name="job">The name of the job.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="unrejecting">Those that take more than what sources reject: the checkpoint of a job that rejected nothing
    /// yet has these, and the others begin anew.</param>
    /// <returns>What it is of; null where there is none.</returns>
    /// <exception cref="DataFormatException">It is another job's, or one is there and none is whole.</exception>
    public StreamHeader? Read(string job, IReadOnlyList<StreamStep> steps, IReadOnlyList<StreamStep> unrejecting)
    {
        var numbers = Numbers(Checkpoint).ToArray();
        foreach (var number in numbers)
        {
            var path = PathOf(Checkpoint, number);
            if (!ChecksummedFile.TryRead(path, out var content))
            {
                continue;
            }

            var reader = new StateReader(content.Span);
            var header = Codecs.Of<StreamHeader>().Read(ref reader);
            var saved = header.Shapes.Length == unrejecting.Count ? unrejecting : steps;
            if (header.Job != job || !header.Shapes.SequenceEqual(saved.Select(step => step.Shape)))
            {
                throw new DataFormatException(
                    $"The checkpoint is of another job: of the name '{header.Job}', or of other sources, operators or columns. "
                    + "Give this one a folder of its own, or delete those files if that job is not to go on.", path);
            }

            foreach (var step in saved)
            {
                step.Load(ref reader);
            }

            return header;
        }

        return numbers.Length == 0 ? null : throw new DataFormatException(
            "None of the checkpoints is whole, so where the job stood is not known. Delete them to begin with the first row.",
            folder);
    }

    /// <returns>The size of the file.</returns>
    long WriteFile(string kind, long number, bool durable, Action<StateWriter> write)
    {
        Directory.CreateDirectory(folder);
        var beside = BesideOf(kind);
        long bytes;
        try
        {
            using var file = new ChecksummedFile(beside);
            var writer = new StateWriter(file);
            write(writer);
            writer.Drain();
            bytes = file.Finish(durable);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }

        File.Move(beside, PathOf(kind, number), overwrite: true);
        return bytes;
    }

    string BesideOf(string kind) => Path.Combine(folder, $"{kind}.tmp");

    string PathOf(string kind, long number) =>
        Path.Combine(folder, $"{kind}-{number.ToString("D12", CultureInfo.InvariantCulture)}");

    /// <summary>The numbers of the files of a kind, the last first.</summary>
    IEnumerable<long> Numbers(string kind) =>
        (Directory.Exists(folder) ? Directory.GetFiles(folder, $"{kind}-*") : [])
        .Select(path => long.TryParse(
            Path.GetFileName(path).AsSpan(kind.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : -1)
        .Where(number => number >= 0)
        .OrderDescending();
}
