// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

// The properties of the catalogue that a contract can watch, each with its bit. A test compares them with the
// catalogue.

uint8 constant DCM_CON_01 = 0;
uint8 constant DCM_CON_02 = 1;
uint8 constant DCM_CON_03 = 2;
uint8 constant DCM_CON_04 = 3;
uint8 constant DCM_CON_05 = 4;
uint8 constant DCM_CON_06 = 5;
uint8 constant DCM_ACC_01 = 6;
uint8 constant DCM_ACC_02 = 7;
uint8 constant DCM_SEQ_01 = 8;
uint8 constant DCM_SEQ_02 = 9;
uint8 constant DCM_SEQ_03 = 10;
uint8 constant DCM_SEQ_04 = 11;
uint8 constant DCM_SEQ_05 = 12;
uint8 constant DCM_TIM_01 = 13;
uint8 constant DCM_TIM_02 = 14;
uint8 constant DCM_PRI_01 = 15;
uint8 constant DCM_PRI_02 = 16;
uint8 constant DCM_PRI_03 = 17;
uint8 constant DCM_PRI_05 = 18;
uint8 constant DCM_LIV_01 = 19;
uint8 constant DCM_LIV_02 = 20;
uint8 constant DCM_LIV_03 = 21;
uint8 constant DCM_LIV_04 = 22;
uint8 constant DCM_ARI_01 = 23;
uint8 constant DCM_ARI_02 = 24;
uint8 constant DCM_ARI_03 = 25;
uint8 constant DCM_ARI_04 = 26;
uint8 constant DCM_ARI_05 = 27;
uint8 constant DCM_ARI_06 = 28;
uint8 constant DCM_ARI_07 = 29;
