namespace Alink;

/// <summary>Names the column of a property, exactly, where the property's own name does not.</summary>
/// <param name="name">The name of the column.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The name of the column.</summary>
    public string Name => name;
}

/// <summary>Marks a property that is no column.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NotColumnAttribute : Attribute;
