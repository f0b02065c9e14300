using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Alink.Tests.Architecture;

/// <summary>A member of another assembly, as one assembly calls it.</summary>
/// <param name="Type">The type's full name.</param>
/// <param name="Method">The member's own name.</param>
/// <param name="Parameters">How many parameters a method takes.</param>
sealed record Member(string Type, string Method, int Parameters)
{
    /// <summary>The type and the member.</summary>
    public string Name => $"{Type}.{Method}";
}

/// <summary>What an assembly beside the tests refers to, read from its metadata.</summary>
sealed class Assembly
{
    Assembly(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        References = [.. metadata.AssemblyReferences.Select(handle =>
            metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        Members = [.. metadata.MemberReferences
            .Select(handle => Read(metadata, metadata.GetMemberReference(handle))).OfType<Member>()];
    }

    /// <summary>The names of the assemblies that it was compiled against and uses.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The members of other assemblies that it uses, those of generic types left out.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>The assembly of this name, or null when the tests do not refer to it.</summary>
    public static Assembly? Find(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return File.Exists(path) ? new Assembly(path) : null;
    }

    static Member? Read(MetadataReader metadata, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        var signature = metadata.GetBlobReader(member.Signature);
        var header = signature.ReadSignatureHeader();
        if (header.IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        var parameters = header.Kind == SignatureKind.Method ? signature.ReadCompressedInteger() : 0;
        var name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        return new(name, metadata.GetString(member.Name), parameters);
    }
}
