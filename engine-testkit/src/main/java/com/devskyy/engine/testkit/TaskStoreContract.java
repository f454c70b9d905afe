package com.devskyy.engine.testkit;

/// x
public abstract class TaskStoreContract extends OrderContract {}
