using System.Runtime.InteropServices;
using Alink.Numerics;

namespace Alink.Statistics;

/// <content>How numbers move from level to level.</content>
public sealed partial class QuantileSketch
{
    /// <summary>Sorts the lowest full level, and moves every second of its numbers up.</summary>
    void MoveUp()
    {
        var level = 0;
        while (_levels[level].Count < CapacityOf(level))
        {
            level++;
        }

        var above = level == 0 ? Jump() : level + 1;
        if (above == _levels.Count)
        {
            Grow();
        }

        var full = _levels[level];
        var numbers = CollectionsMarshal.AsSpan(full);
        Sort(numbers);
        var step = 1 << (above - level);
        var kept = numbers.Length % step; // What is left over stays, and counts as before.
        var first = kept + (int)(Coin(numbers) & (ulong)(step - 1));
        Merge(numbers, first, step, _levels[above]);
        _stored -= (numbers.Length - kept) / step * (step - 1);
        full.RemoveRange(kept, full.Count - kept);
    }

    /// <summary>Where every second, fourth or eighth of the lowest numbers goes: the highest level so small that it errs more than that.</summary>
    int Jump()
    {
        var level = 1;
        while (level < FarthestJump && level + 1 < _levels.Count && 3 * CapacityOf(level + 1) <= 2 * CapacityOf(0))
        {
            level++;
        }

        return level;
    }

    /// <summary>Puts numbers in order that may be in order already, as those of every level but the first.</summary>
    static void Sort(Span<double> numbers)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i - 1] > numbers[i])
            {
                RadixSort.Sort(numbers);
                return;
            }
        }
    }

    /// <summary>Adds each so many-th number of those in order to a level, which stays in order where it was.</summary>
    static void Merge(ReadOnlySpan<double> numbers, int first, int step, List<double> level)
    {
        var before = level.Count - 1;
        CollectionsMarshal.SetCount(level, level.Count + ((numbers.Length - first + step - 1) / step));
        var merged = CollectionsMarshal.AsSpan(level);
        var next = numbers.Length - 1 - ((numbers.Length - 1 - first) % step);
        for (var place = merged.Length - 1; next >= first; place--)
        {
            if (before >= 0 && merged[before] > numbers[next])
            {
                merged[place] = merged[before--];
            }
            else
            {
                merged[place] = numbers[next];
                next -= step;
            }
        }
    }

    /// <summary>Random bits that differ between sketches of other numbers, so that their errors do not add up.</summary>
    ulong Coin(ReadOnlySpan<double> numbers)
    {
        var middle = BitConverter.DoubleToUInt64Bits(numbers[numbers.Length / 2]);
        return Hash.Combine(Hash.Combine((ulong)_seed, (ulong)_moves++), middle);
    }

    void Grow()
    {
        _levels.Add([]);
        _capacity = Capacities();
    }

    int Capacities()
    {
        var capacity = 0;
        for (var level = 0; level < _levels.Count; level++)
        {
            capacity += CapacityOf(level);
        }

        return capacity;
    }

    /// <summary>The highest level holds most, and each below it two thirds of the next; the lowest what is sorted fast.</summary>
    int CapacityOf(int level)
    {
        var capacity = _width;
        for (var above = level + 1; above < _levels.Count && capacity > LeastCapacity; above++)
        {
            capacity = ((2 * capacity) + 2) / 3;
        }

        return Math.Max(level == 0 ? Math.Min(_width, SortedTogether) : LeastCapacity, capacity);
    }
}
