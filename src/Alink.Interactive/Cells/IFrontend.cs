namespace Alink.Interactive.Cells;

/// <summary>Who sees what a cell does, from whatever thread.</summary>
interface IFrontend
{
    /// <summary>Shows text that was written to <c>stdout</c> or <c>stderr</c>.</summary>
    void Write(string stream, string text);

    /// <summary>Shows a value by its texts for each MIME type.</summary>
    /// <param name="data">The texts.</param>
    /// <param name="id">The name under which it can be shown anew.</param>
    /// <param name="isUpdate">Whether it takes the place of what was shown under that name.</param>
    void Display(IReadOnlyDictionary<string, string> data, string id, bool isUpdate);

    /// <summary>Asks for a line.</summary>
    /// <exception cref="IOException">There is nobody to ask.</exception>
    string ReadLine(CancellationToken cancellation);
}
