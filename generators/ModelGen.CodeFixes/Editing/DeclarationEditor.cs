using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Generator.Frontend;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Applies edits of a declaration to its files.</summary>
internal sealed class DeclarationEditor(LocationTable locations, CancellationToken cancellationToken)
{
    private readonly Dictionary<AttributeListSyntax, AttributeListEditor> _lists = [];
    private readonly Dictionary<AttributeSyntax, AttributeEditor> _attributes = [];
    private readonly List<(SyntaxTree Tree, TextChange Change)> _changes = [];

    /// <summary>Whether all that is to be changed stands in source.</summary>
    public bool CanApply(Fix fix) => fix.Edits.All(edit => edit switch
    {
        Edit.HeaderEdit => true,
        Edit.MoveEdit move => Anchor(move.Location) is not null && Anchor(move.Target) is not null,
        Edit.InsertEdit { Side: Side.Before, Location.Attribute: < 0 } => Declarations(edit.Location).Any(),
        _ => Anchor(edit.Location) is not null,
    });

    /// <summary>The solution with the edits made.</summary>
    public async Task<Solution> ApplyAsync(Fix fix, Solution solution)
    {
        foreach (var edit in fix.Edits) Apply(edit);
        foreach (var attribute in _attributes) ListOf(attribute.Key).Set(attribute.Key, attribute.Value.ToString());
        foreach (var list in _lists) _changes.AddRange(list.Value.Changes().Select(change => (list.Key.SyntaxTree, change)));

        foreach (var file in _changes.GroupBy(change => change.Tree, change => change.Change))
        {
            if (solution.GetDocument(file.Key) is not { } document) continue;
            var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            solution = solution.WithDocumentText(
                document.Id,
                text.WithChanges(file.Select(text.Narrowed).OrderBy(change => change.Span.Start)));
        }

        return solution;
    }

    private void Apply(Edit edit)
    {
        switch (edit)
        {
            case Edit.HeaderEdit header:
                Apply(header);
                break;
            case Edit.InsertEdit { Side: Side.Before, Location.Attribute: < 0 } insert:
                InsertOnTop(insert);
                break;
            case Edit.InsertEdit insert:
                var anchor = Anchor(insert.Location)!;
                ListOf(anchor)
                    .Insert(
                        anchor,
                        insert.Side,
                        [.. insert.Attributes.Select(text => Qualified(anchor, text))],
                        ownLine: insert.Location.Attribute < 0);
                break;
            case Edit.MoveEdit move:
                var (moved, target) = (Anchor(move.Location)!, Anchor(move.Target)!);
                ListOf(moved).Remove(moved);
                ListOf(target).Insert(target, move.Side, [moved.ToString()], ownLine: false);
                break;
            case Edit.SetEdit { Location.Argument: { } argument } set:
                ArgumentsOf(set.Location).Set(argument, set.Location.Element, set.Text);
                break;
            case Edit.RemoveEdit { Location.Argument: { } argument } remove:
                ArgumentsOf(remove.Location).Remove(argument, remove.Location.Element);
                break;
            case Edit.SetEdit set:
                var replaced = Anchor(set.Location)!;
                ListOf(replaced).Set(replaced, Qualified(replaced, set.Text));
                break;
            case Edit.RemoveEdit:
                var removed = Anchor(edit.Location)!;
                ListOf(removed).Remove(removed);
                break;
            default:
                throw new NotSupportedException(edit.GetType().Name);
        }
    }

    private void Apply(Edit.HeaderEdit edit)
    {
        if (edit.Change == HeaderChange.OnlyWithAttributes)
        {
            GatherAttributes(edit.Location);
            return;
        }

        var symbol = locations.Class(edit.Location).Symbol;
        foreach (var type in Declarations(edit.Location))
            _changes.AddRange(HeaderEditor.Changes(symbol, type, edit.Change).Select(change => (type.SyntaxTree, change)));
    }

    /// <summary>
    /// Moves the attributes of all other declarations to that with <c>[Model]</c> or <c>[Block]</c>, which keeps its own in the middle.
    /// </summary>
    private void GatherAttributes(SpecLocation location)
    {
        if (locations.Marker(location) is not { } marker) return;
        var home = marker.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        var attributes = Enumerable.Range(0, locations.Class(location).Attributes.Length)
            .Select(i => locations.Attribute(location with { Attribute = i })).OfType<AttributeSyntax>().ToList();
        var last = attributes.LastOrDefault(IsAtHome) ?? marker;
        var reached = false;
        foreach (var attribute in attributes)
        {
            reached |= attribute == last || last == marker;
            if (IsAtHome(attribute)) continue;
            ListOf(attribute).Remove(attribute);
            if (reached) ListOf(last).Insert(last, Side.After, [attribute.ToString()], ownLine: false);
            else ListOf(attributes.First(IsAtHome)).Insert(attributes.First(IsAtHome), Side.Before, [attribute.ToString()], ownLine: false);
        }

        bool IsAtHome(AttributeSyntax attribute) => attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() == home;
    }

    /// <summary>A list of its own above everything else of the class.</summary>
    private void InsertOnTop(Edit.InsertEdit edit)
    {
        var type = Declarations(edit.Location).First();
        var text = type.SyntaxTree.GetText(cancellationToken);
        var list = $"[{string.Join(", ", edit.Attributes)}]";
        var rest = text.IndentationBefore(type.SpanStart) is { } indentation ? text.NewLine() + indentation : " ";
        _changes.Add((type.SyntaxTree, new TextChange(new TextSpan(type.SpanStart, 0), list + rest)));
    }

    private IEnumerable<TypeDeclarationSyntax> Declarations(SpecLocation location) =>
        locations
            .Class(location)
            .Symbol.DeclaringSyntaxReferences.Where(reference => !OwnOutput.Contains(reference.SyntaxTree))
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<TypeDeclarationSyntax>();

    /// <summary>The attribute meant; for a class, its <c>[Model]</c> or <c>[Block]</c>.</summary>
    private AttributeSyntax? Anchor(SpecLocation location) =>
        location.Attribute < 0 ? locations.Marker(location) : locations.Attribute(location);

    private AttributeListEditor ListOf(AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (!_lists.TryGetValue(list, out var editor))
            _lists.Add(list, editor = new AttributeListEditor(list, list.SyntaxTree.GetText(cancellationToken)));
        return editor;
    }

    private AttributeEditor ArgumentsOf(SpecLocation location)
    {
        var attribute = Anchor(location)!;
        if (!_attributes.TryGetValue(attribute, out var editor))
            _attributes.Add(
                attribute,
                editor = new AttributeEditor(attribute, locations.Constructor(location), attribute.SyntaxTree.GetText(cancellationToken)));
        return editor;
    }

    /// <summary>A file without <c>using ModelGen</c> writes <c>ModelGen.Relu</c>: so does the new attribute.</summary>
    private static string Qualified(AttributeSyntax neighbour, string attribute) => neighbour.Name switch
    {
        QualifiedNameSyntax qualified => $"{qualified.Left}.{attribute}",
        _ => attribute,
    };
}
