namespace ModelGen.Compiler.Kernels;

/// <summary>Visits the statements of a kernel and their expressions, in the order in which they run.</summary>
/// <remarks>A walk overrides what it is about; everything else is only passed through.</remarks>
internal abstract class KernelWalk
{
    /// <summary>The floats of a vector.</summary>
    protected virtual int Lanes => VirtualVector.Lanes;

    /// <summary>The statements of one scope.</summary>
    protected virtual void Body(IReadOnlyList<Statement> statements) => Visit(statements, 0);

    /// <summary>A declaration, behind its value.</summary>
    protected virtual void Let(Statement.Let let)
    {
    }

    /// <summary>An assignment, behind its value.</summary>
    protected virtual void Assign(Statement.Assign assign)
    {
    }

    protected virtual void Loop(Statement.Loop loop)
    {
        foreach (var segment in loop.Segments) Body(segment.Body);
    }

    /// <summary>A cache line that is asked for; no access.</summary>
    protected virtual void Prefetch(Statement.Prefetch prefetch)
    {
    }

    protected virtual void When(Statement.When edge) => Body(edge.Body);

    /// <summary>A variable read from a buffer, behind the access.</summary>
    /// <param name="read">The statement.</param>
    /// <param name="rest">Visits the statements behind it, which know the variable.</param>
    protected virtual void ReadIndex(Statement.ReadIndex read, Action rest) => rest();

    protected virtual void Expression(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorExpression.Load load:
                Access(new BufferAccess(IsRead: true, load.Buffer, load.Index, Lanes));
                break;
            case VectorExpression.Gather gather:
                Access(new BufferAccess(IsRead: true, gather.Buffer, gather.Index, Lanes, gather.Stride));
                break;
            case VectorExpression.Broadcast broadcast:
                Access(new BufferAccess(IsRead: true, broadcast.Buffer, broadcast.Index, 1));
                break;
        }

        foreach (var operand in expression.Operands) Expression(operand);
    }

    protected virtual void Access(BufferAccess access)
    {
    }

    private void Visit(IReadOnlyList<Statement> statements, int next)
    {
        for (; next < statements.Count; next++)
        {
            switch (statements[next])
            {
                case Statement.Let let:
                    Expression(let.Value);
                    Let(let);
                    break;
                case Statement.Assign assign:
                    Expression(assign.Value);
                    Assign(assign);
                    break;
                case Statement.Store store:
                    Expression(store.Value);
                    Access(new BufferAccess(IsRead: false, store.Buffer, store.Index, Lanes));
                    break;
                case Statement.StoreFirst store:
                    Expression(store.Value);
                    Access(new BufferAccess(IsRead: false, store.Buffer, store.Index, 1));
                    break;
                case Statement.StoreLanes store:
                    Expression(store.Value);
                    Access(new BufferAccess(IsRead: false, store.Buffer, store.Index, store.Count));
                    break;
                case Statement.Prefetch prefetch:
                    Prefetch(prefetch);
                    break;
                case Statement.Remark:
                    break;
                case Statement.Loop loop:
                    Loop(loop);
                    break;
                case Statement.When edge:
                    When(edge);
                    break;
                case Statement.Resume resume:
                    Body(resume.Body);
                    break;
                case Statement.ReadIndex read:
                    Access(new BufferAccess(IsRead: true, read.Buffer, read.At, 1));
                    var rest = next + 1;
                    ReadIndex(read, () => Visit(statements, rest));
                    return;
                default:
                    throw new CompilerException($"{statements[next].GetType().Name} is unknown.");
            }
        }
    }
}

/// <summary>An access of a kernel to one of its buffers.</summary>
/// <param name="IsRead">Whether it reads; otherwise it writes.</param>
/// <param name="Buffer">The buffer.</param>
/// <param name="Index">The first float.</param>
/// <param name="Count">How many floats.</param>
/// <param name="Stride">How far apart they are.</param>
internal sealed record BufferAccess(bool IsRead, BufferArgument Buffer, Affine Index, int Count, int Stride = 1)
{
    public override string ToString()
    {
        var others = Count == 1 ? "" : $" and {Literals.Integer(Count - 1)} behind it";
        var apart = Stride == 1 ? "" : $", {Literals.Integer(Stride)} apart,";
        return $"{(IsRead ? "reading" : "writing")} {Buffer.Name}[{Index}]{others}{apart}";
    }
}
