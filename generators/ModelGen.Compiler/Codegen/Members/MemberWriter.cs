namespace ModelGen.Compiler.Codegen.Members;

/// <summary>Writes members one below the other: docs, attribute, head and body; stubs have the same heads and throw.</summary>
internal sealed class MemberWriter(SourceWriter writer, bool stubs)
{
    private const int Width = 140;

    private static readonly string GeneratedCode =
        "[global::System.CodeDom.Compiler.GeneratedCode(\"ModelGen\", "
            + $"{Literals.Text(typeof(MemberWriter).Assembly.GetName().Version.ToString(3))})]";

    private bool _first = true;

    /// <summary>A class that holds classes of constants.</summary>
    public void Classes(Documentation doc, string head, IEnumerable<ClassText> classes)
    {
        Start(doc);
        using (writer.Block(head))
        {
            _first = true;
            foreach (var inner in classes)
            {
                Separate();
                inner.Doc.WriteTo(writer);
                using var block = writer.Block(inner.Head);
                foreach (var constant in inner.Constants)
                {
                    constant.Doc.WriteTo(writer);
                    writer.Line(constant.Head + ";");
                }
            }
        }
    }

    public void Constant(Documentation doc, string head)
    {
        Start(doc);
        writer.Line(head + ";");
    }

    /// <summary>A member whose implementation is one text: <c>{ get; }</c>, or an arrow and an expression.</summary>
    public void Property(Documentation? doc, string head, string implementation, string? stub = null)
    {
        Start(doc);
        writer.Line(head + (stubs ? stub ?? " => throw DeclarationHasErrors();" : implementation));
    }

    public void Method(Documentation? doc, string head, IReadOnlyList<string> parameters, IEnumerable<string> body)
    {
        Start(doc);
        WriteHead(head, parameters);
        writer.Line("{");
        using (writer.Indent())
            writer.Lines(stubs ? ["throw DeclarationHasErrors();"] : body);
        writer.Line("}");
    }

    /// <summary>A class inside the model's.</summary>
    public void Type(Documentation doc, string head, IEnumerable<string> body)
    {
        Start(doc);
        using (writer.Block(head)) writer.Lines(body);
    }

    /// <summary>A private member, without docs or attribute.</summary>
    public void Private(params string[] lines)
    {
        Separate();
        writer.Lines(lines);
    }

    /// <summary>A partial method that the kernels implement.</summary>
    public void Kernel(KernelMethod method)
    {
        Separate();
        writer.Line("// " + method.Comment);
        WriteHead(method.Head, method.Parameters, ";");
    }

    private void Start(Documentation? doc)
    {
        Separate();
        doc?.WriteTo(writer);
        writer.Line(GeneratedCode);
    }

    private void Separate()
    {
        if (!_first) writer.Line();
        _first = false;
    }

    private void WriteHead(string head, IReadOnlyList<string> parameters, string end = "")
    {
        var line = $"{head}({string.Join(", ", parameters)}){end}";
        if (line.Length - line.LastIndexOf('\n') <= Width)
        {
            writer.Line(line);
            return;
        }

        writer.Line(head + "(");
        using (writer.Indent())
        {
            for (var i = 0; i < parameters.Count; i++) writer.Line(parameters[i] + (i < parameters.Count - 1 ? "," : ")" + end));
        }
    }
}

/// <summary>A class of constants, as text.</summary>
internal sealed record ClassText(Documentation Doc, string Head, IReadOnlyList<(Documentation Doc, string Head)> Constants);
