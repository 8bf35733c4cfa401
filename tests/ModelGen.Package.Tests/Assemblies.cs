using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ModelGen.Package.Tests;

/// <summary>Looks into assemblies without loading them.</summary>
internal static class Assemblies
{
    public static byte[] Bytes(this ZipArchive package, string entry)
    {
        using Stream stream = package.GetEntry(entry)!.Open();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static string Text(this ZipArchive package, string entry)
    {
        using StreamReader reader = new(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    public static PEReader Assembly(this ZipArchive package, string entry) => new(ImmutableArray.Create(package.Bytes(entry)));

    /// <summary>The names and versions of the assemblies that this one uses.</summary>
    public static Dictionary<string, Version> References(this PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
            .ToDictionary(reference => metadata.GetString(reference.Name), reference => reference.Version);
    }

    /// <summary>The full names of the types of other assemblies that this one uses.</summary>
    public static IEnumerable<string> UsedTypes(this PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");
    }

    /// <summary>Whether the machine may optimise the code of an assembly file, as its <c>DebuggableAttribute</c> says.</summary>
    public static bool IsOptimized(this string path)
    {
        const int DisableOptimizations = 0x100;
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        foreach (CustomAttribute attribute in metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            EntityHandle type = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name) != "DebuggableAttribute") continue;
            BlobReader value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16(); // every blob begins with 1
            return (value.ReadInt32() & DisableOptimizations) == 0;
        }

        return true;
    }

    /// <summary>The paths of the source files, as debuggers and stack traces show them.</summary>
    public static string[] SourceFiles(this MetadataReader symbols) =>
        [.. symbols.Documents.Select(handle => symbols.GetString(symbols.GetDocument(handle).Name))];

    public static DebugDirectoryEntry? DebugEntry(this PEReader assembly, DebugDirectoryEntryType type) =>
        assembly.ReadDebugDirectory().Where(entry => entry.Type == type).Cast<DebugDirectoryEntry?>().SingleOrDefault();
}
