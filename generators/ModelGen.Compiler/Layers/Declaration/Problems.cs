using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>The diagnostics found so far, each once, even if a block is used twice.</summary>
internal sealed class Problems
{
    private readonly List<Diagnostic> _found = [];
    private readonly HashSet<(string, SpecLocation)> _places = [];

    public IReadOnlyList<Diagnostic> Found => _found;

    /// <summary>Whether a limit was exceeded, so that the rest is not read.</summary>
    public bool GaveUp { get; private set; }

    public void Add(Diagnostic diagnostic)
    {
        if (_places.Add((diagnostic.Descriptor.Id, diagnostic.Location))) _found.Add(diagnostic);
    }

    public void Add(DiagnosticDescriptor descriptor, SpecLocation location, params string[] arguments) =>
        Add(descriptor, location, [], arguments);

    public void Add(DiagnosticDescriptor descriptor, SpecLocation location, Fix[] fixes, params string[] arguments) =>
        Add(new Diagnostic(descriptor, location, arguments.ToEquatableArray()) { Fixes = fixes.ToEquatableArray() });

    /// <summary>Removes a diagnostic that follows from another mistake.</summary>
    public void Withdraw(Func<Diagnostic, bool> follows) => _found.RemoveAll(diagnostic => follows(diagnostic));

    public void GiveUp(Diagnostic diagnostic)
    {
        GaveUp = true;
        Add(diagnostic);
    }
}
