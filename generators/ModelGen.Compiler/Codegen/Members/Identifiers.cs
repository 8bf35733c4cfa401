using System.Text;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>Makes C# identifiers from the names users give to inputs, outputs and layers.</summary>
public static class Identifiers
{
    private static readonly HashSet<string> Keywords = new(
        (
            "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum "
                + "event "
            + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new "
                + "null "
            + "object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc "
                + "static "
            + "string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while"
        ).Split(' '),
        StringComparer.Ordinal);

    /// <summary><c>leftImage</c>, for parameters. Not escaped yet.</summary>
    public static string Camel(string name) => Join(name, char.ToLowerInvariant, "value");

    /// <summary><c>LeftImage</c>, for members.</summary>
    public static string Pascal(string name) => Join(name, char.ToUpperInvariant, "Value");

    /// <summary>A path such as <c>residual1.dense2</c> as <c>Residual1_Dense2</c>.</summary>
    public static string PascalPath(string path) =>
        string.Join("_", path.Split('.').Select((part, i) => i == 0 ? Pascal(part) : Pascal(part).TrimStart('_')));

    /// <summary>With <c>@</c> in front if it is a keyword.</summary>
    public static string Escape(string identifier) => Keywords.Contains(identifier) ? "@" + identifier : identifier;

    /// <summary>The name of a type: contextual keywords, all in lower case, are not allowed there either, and such names warn.</summary>
    public static string EscapeType(string identifier) =>
        identifier.All(c => c is >= 'a' and <= 'z') ? "@" + identifier : identifier;

    public static string EscapeNamespace(string name) => string.Join(".", name.Split('.').Select(Escape));

    /// <summary>The name itself, or with a number behind it if it is taken; it is taken afterwards.</summary>
    public static string Unique(string name, ISet<string> taken)
    {
        var candidate = name;
        for (var i = 2; !taken.Add(candidate); i++) candidate = name + Literals.Integer(i);
        return candidate;
    }

    private static string Join(string name, Func<char, char> first, string fallback)
    {
        var result = new StringBuilder(name.Length);
        var begins = true;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                begins = true;
                continue;
            }

            result.Append(!begins ? c : result.Length == 0 ? first(c) : char.ToUpperInvariant(c));
            begins = false;
        }

        if (result.Length == 0) return fallback;
        return char.IsDigit(result[0]) ? "_" + result : result.ToString();
    }
}
