namespace Alink.Runtime;

/// <summary>Which members of a model lie outside its JSON.</summary>
static class ModelMember
{
    /// <summary>The JSON of a model, within its folder.</summary>
    public const string Json = "model.json";

    /// <summary>The type of the numbers of an array or a matrix; null for a member that is neither.</summary>
    public static Type? NumbersOf(Type type) => type == typeof(Matrix) ? typeof(double)
        : JsonForm.ElementOf(type) is { } element && NumPyFile.Holds(element) ? element
        : null;

    /// <summary>Whether a member is a record of further members: not a list, and neither options nor a model.</summary>
    public static bool IsRecord(Type type) => !JsonForm.IsSimple(type) && JsonForm.ElementOf(type) is null
        && !type.IsAssignableTo(typeof(IStage)) && RecordShape.Find(Nullable.GetUnderlyingType(type) ?? type) is not null;

    /// <summary>Whether a member is a model itself.</summary>
    public static bool IsModel(Type type) => type.IsAssignableTo(typeof(ITransformer));

    /// <summary>Whether a member is a list of models.</summary>
    public static bool IsModels(Type type) => JsonForm.ElementOf(type) is { } element && IsModel(element);

    /// <summary>The entry of an array.</summary>
    public static string EntryOf(RecordMember member) => $"{member.Name}.npy";

    /// <summary>The name of a model's folder: its kind without the word that all models end in.</summary>
    public static string FolderOf(ITransformer model)
    {
        var kind = Catalog.KindOf(model.GetType());
        return kind.EndsWith("Model", StringComparison.Ordinal) && kind != "Model" ? kind[..^"Model".Length] : kind;
    }
}
