namespace Alink.Onnx;

/// <summary>An operator and the names of what it reads and makes.</summary>
sealed record Node(string Name, string Operator, string Domain, string[] Inputs, string[] Outputs, (string Name, object Value)[] Attributes)
{
    /// <summary>The names of what it reads, and of what is read by the graphs that it runs.</summary>
    public IEnumerable<string> Reads => Inputs.Concat(
        Attributes.Select(attribute => attribute.Value).OfType<Graph>().SelectMany(body => body.Nodes).SelectMany(node => node.Reads));
}

/// <summary>A tensor that stands in the file.</summary>
/// <param name="Name">What nodes call it.</param>
/// <param name="Shape">The lengths of its sides.</param>
/// <param name="Elements">An array of a type that <see cref="ElementType"/> has, row by row.</param>
sealed record Constant(string Name, int[] Shape, Array Elements)
{
    public ElementType Type => TypeOf(Elements);

    public static ElementType TypeOf(Array elements) => elements switch
    {
        double[] => ElementType.Double,
        float[] => ElementType.Single,
        long[] => ElementType.Int64,
        int[] => ElementType.Int32,
        bool[] => ElementType.Boolean,
        _ => ElementType.String,
    };
}

/// <summary>What comes in or goes out: a tensor of a row for each row of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Width">How many elements each row has; null for any number.</param>
/// <param name="IsScalar">Whether it is no tensor of rows, but one element.</param>
sealed record Port(string Name, ElementType Type, int? Width, bool IsScalar);

/// <summary>Operators in an order in which they can run, what they read from outside, and what they give.</summary>
sealed class Graph
{
    /// <summary>A file of more than 2 GiB is no Protocol Buffer.</summary>
    const long MostBytes = (1L << 31) - (1 << 24);

    readonly List<Node> _nodes = [];
    readonly List<Constant> _constants = [];
    readonly List<Port> _inputs = [];
    readonly List<Port> _outputs = [];
    readonly HashSet<string> _names = [];
    long _bytes;

    public Graph()
    {
    }

    /// <summary>A graph that a node of another runs, and whose nodes may read what that has.</summary>
    public Graph(Graph outer) => (_names, Stage) = (outer._names, outer.Stage);

    public IReadOnlyList<Node> Nodes => _nodes;

    public IReadOnlyList<Constant> Constants => _constants;

    public IReadOnlyList<Port> Inputs => _inputs;

    public IReadOnlyList<Port> Outputs => _outputs;

    /// <summary>What the nodes that are added now are part of: it begins their names, and with them the messages of a runtime.</summary>
    public string Stage { get; set; } = "";

    public Value Input(string name, ElementType type, int? width, bool isScalar = false)
    {
        _names.Add(name);
        _inputs.Add(new(name, type, width, isScalar));
        return new(this, name, type, width);
    }

    /// <summary>A value as an output; of a name that an input has, with <c>_out</c> after it.</summary>
    public void Output(string name, Value value)
    {
        while (!_names.Add(name))
        {
            name += "_out";
        }

        _nodes.Add(new(name, "Identity", "", [value.Name], [name], []));
        _outputs.Add(new(name, value.Type, value.Width, IsScalar: false));
    }

    /// <summary>A value as the next output of a graph that a node runs, which goes by places and not by names.</summary>
    public void Output(Value value, bool isScalar = false) =>
        _outputs.Add(new(value.Through("Identity").Name, value.Type, value.Width, isScalar));

    /// <summary>A tensor that stands in the file.</summary>
    /// <exception cref="OnnxExportException">The file would be longer than any may be.</exception>
    public Value Constant(Array elements, params int[] shape)
    {
        var constant = new Constant(Unique("constant"), shape, elements);
        _bytes += elements is string[] texts ? texts.Sum(text => (long)text.Length) : Buffer.ByteLength(elements);
        if (_bytes > MostBytes)
        {
            throw new OnnxExportException("its numbers take more than 2 GiB, and no ONNX file holds them");
        }

        _constants.Add(constant);
        return new(this, constant.Name, constant.Type, shape.Length > 1 ? shape[^1] : 1);
    }

    public Value Node(
        string operation, ElementType type, int? width, ReadOnlySpan<Value> inputs, params (string Name, object Value)[] attributes) =>
        Node("", operation, type, width, inputs, Stage, attributes);

    /// <summary>What an operator makes.</summary>
    /// <param name="domain">Where the operator is from.</param>
    /// <param name="operation">Its name.</param>
    /// <param name="type">The type of what it makes.</param>
    /// <param name="width">How many elements each row of it has; null where that is not known.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="name">What the node is called.</param>
    /// <param name="attributes">Its attributes.</param>
    public Value Node(
        string domain, string operation, ElementType type, int? width, ReadOnlySpan<Value> inputs, string name,
        params (string Name, object Value)[] attributes) => new(this, Add(domain, operation, inputs, 1, name, attributes)[0], type, width);

    /// <summary>Adds an operator.</summary>
    /// <returns>The names of the outputs, of which there are so many.</returns>
    public string[] Add(
        string domain, string operation, ReadOnlySpan<Value> inputs, int outputs, string name, (string Name, object Value)[] attributes)
    {
        string[] made = [.. Enumerable.Range(0, outputs).Select(_ => Unique(operation))];
        _nodes.Add(new(Unique(name), operation, domain, Array.ConvertAll(inputs.ToArray(), input => input.Name), made, attributes));
        return made;
    }

    /// <summary>A value of the graph around this one.</summary>
    public Value From(Value outer) => new(this, outer.Name, outer.Type, outer.Width);

    /// <summary>An input that an operator can do without.</summary>
    public Value Nothing(ElementType type) => new(this, "", type, 1);

    /// <summary>Takes out what no output needs, and brings inputs into the order of their columns.</summary>
    public void Prune(Schema columns)
    {
        var needed = _outputs.Select(output => output.Name).ToHashSet();
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            if (needed.Overlaps(_nodes[i].Outputs))
            {
                needed.UnionWith(_nodes[i].Reads);
            }
        }

        _nodes.RemoveAll(node => !needed.Overlaps(node.Outputs));
        _constants.RemoveAll(constant => !needed.Contains(constant.Name));
        _inputs.RemoveAll(input => !needed.Contains(input.Name));
        _inputs.Sort((left, right) => columns.IndexOf(left.Name).CompareTo(columns.IndexOf(right.Name)));
    }

    /// <summary>A name that nothing has yet.</summary>
    public string Unique(string name)
    {
        var unique = name;
        for (var i = _names.Count; !_names.Add(unique); i++)
        {
            unique = $"{name} {i}";
        }

        return unique;
    }
}
