namespace Alink.IO;

/// <summary>Which types the fields of a structure must be of, for a decoder takes them for those without looking.</summary>
/// <remarks>The structures of parquet.thrift, Apache Parquet format 2.11; a field that is not here may be of any type.</remarks>
/// <param name="types">
/// A letter for each field, from number 0: i a whole number, y a byte, t a truth value, b bytes, s a structure; z and n are
/// whole numbers that the walk tells, a size and a count. A capital is a list of such, and a blank is not known.
/// </param>
/// <param name="inner">The shapes of the structures and lists of structures, in their order.</param>
sealed class ThriftShape(string types, params ThriftShape[] inner)
{
    static readonly ThriftShape Nothing = new("");
    static readonly ThriftShape KeyValue = new(" bb");
    static readonly ThriftShape Time = new(" ts", new ThriftShape(" sss", Nothing, Nothing, Nothing));
    static readonly ThriftShape Statistics = new(" bbiibbtt");

    static readonly ThriftShape LogicalType = new(
        " ssssssss ssssss", Nothing, Nothing, Nothing, Nothing, new(" ii"), Nothing, Time, Time, new(" yt"), Nothing, Nothing,
        Nothing, Nothing, Nothing);

    static readonly ThriftShape Column = new(
        " iIBiiiiSiiisSiis", KeyValue, Statistics, new(" iii"), new(" iII"));

    static readonly ThriftShape RowGroup = new(" SiiSiii", new(" bisiiii b", Column), new(" itt"));

    /// <summary>The footer of a file.</summary>
    public static ThriftShape Footer { get; } = new(
        " iSiSSbS b", new(" iiibiiiiis", LogicalType), RowGroup, KeyValue, new(" s", Nothing));

    /// <summary>What stands before a page.</summary>
    public static ThriftShape PageHeader { get; } = new(
        " iizissss", new(" niiis", Statistics), Nothing, new(" iit"), new(" niiiiits", Statistics));

    /// <summary>The type that a field must be of, and the shape of its structures; a blank where it is not known.</summary>
    public (char Type, ThriftShape? Shape) this[long field]
    {
        get
        {
            var type = field >= 0 && field < types.Length ? types[(int)field] : ' ';
            return (type, type is 's' or 'S' ? inner[types.Take((int)field).Count(letter => letter is 's' or 'S')] : null);
        }
    }
}
